"""Names by culture: of people, and of the businesses they run. A name that is not in Latin letters has its Latin form after |."""

from __future__ import annotations

FAMILY = {
    "de": "Müller Schröder Weiß Köhler Jäger Böhm Krüger Hofmann Lindner Voß Grünwald Behrens Petersen Schäfer Brandt Ziegler "
    "Huber Pichler Gruber Leitner Steinbach Vogt Kröger Dörfler Reuter Albers Wagenknecht Östermann Eberle Falk",
    "pl": "Nowak Wójcik Mazur Krawczyk Pawlak Zając Król Wróbel Stępień Żak Bąk Sikora Dudek Kaczmarek Kołodziej Świątek "
    "Wilk Gołąb Kubiak Kuś",
    "ru": "Ким|Kim Шевченко|Shevchenko Коваленко|Kovalenko Цой|Tsoi Черных|Chernykh Долгих|Dolgikh Лысенко|Lysenko "
    "Бондарь|Bondar Мельник|Melnik Кравец|Kravets Пак|Pak Седых|Sedykh Бойко|Boiko Юн|Yun Гончар|Gonchar "
    "Савченко|Savchenko Тимошенко|Timoshenko Белых|Belykh Дейнека|Deineka Корж|Korzh",
    "vi": "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Tạ",
    "zh": "王|Wang 李|Li 张|Zhang 刘|Liu 陈|Chen 杨|Yang 赵|Zhao 黄|Huang 周|Zhou 吴|Wu 徐|Xu 孙|Sun 胡|Hu 朱|Zhu 高|Gao 林|Lin "
    "何|He 郭|Guo 马|Ma 罗|Luo",
}
GIVEN = {
    "de": "Anna Jürgen Sabine Björn Katrin Lukas Svenja Matthias Jörg Annika Götz Heike Tobias Ursula Florian Käthe Moritz "
    "Friederike Stefan Elke Sören Julia Henning Monika Maximilian Birgit Felix Gisela Lennart Ulrike",
    "pl": "Agnieszka Michał Małgorzata Paweł Elżbieta Łukasz Zofia Wojciech Jadwiga Sławomir Bożena Grażyna Rafał Stanisław "
    "Kinga Mirosław Dorota Błażej Urszula Świętosław",
    "ru": "Сергей|Sergei Анна|Anna Михаил|Mikhail Ольга|Olga Алексей|Alexei Айгуль|Aigul Игорь|Igor Дарья|Darya "
    "Ержан|Yerzhan Фёдор|Fyodor Екатерина|Yekaterina Виктор|Viktor Данияр|Daniyar Юлия|Yulia Глеб|Gleb Наталья|Natalya "
    "Аслан|Aslan Мадина|Madina Олег|Oleg Софья|Sofya",
    "vi": "Minh_Anh Quốc_Huy Thị_Mai Văn_Đức Thu_Hà Ngọc_Lan Hữu_Phước Thanh_Tùng Bích_Ngọc Tuấn_Kiệt Hải_Đăng Phương_Thảo "
    "Đình_Khôi Mỹ_Linh Gia_Bảo Kim_Oanh Xuân_Trường Hồng_Nhung Công_Thành Diễm_Quỳnh",
    "zh": "伟|Wei 静|Jing 晓明|Xiaoming 丽娜|Lina 建国|Jianguo 雪|Xue 志强|Zhiqiang 婷婷|Tingting 浩然|Haoran 佳怡|Jiayi 文博|Wenbo "
    "思远|Siyuan 欣怡|Xinyi 宇轩|Yuxuan 敏|Min 磊|Lei 慧|Hui 子涵|Zihan 国栋|Guodong 雅琴|Yaqin",
}

BUSINESS = {
    "de": "{trade} {brand}, {place}",
    "pl": "{trade} {brand}, {place}",
    "ru": "{trade} «{brand}», {place}",
    "vi": "{trade} {brand}, {place}",
    "zh": "{place}{brand}{trade}",
}
"""How a business's name is put together."""

TRADES = {
    "de": "Hotels:Hotel Cafés:Café Cafés:Rösterei Restaurants:Gasthaus Offices:Kanzlei Offices:Ingenieurbüro "
    "Healthcare:Klinik Healthcare:Praxisgemeinschaft Education:Akademie Manufacturing:Maschinenbau Retail:Kaufhaus "
    "Cafés:Konditorei Hotels:Pension Manufacturing:Werft",
    "pl": "Hotels:Hotel Cafés:Kawiarnia Restaurants:Restauracja Offices:Kancelaria Healthcare:Przychodnia Education:Szkoła "
    "Manufacturing:Zakłady Retail:Dom_Handlowy Cafés:Cukiernia Hotels:Pensjonat Offices:Biuro",
    "ru": "Hotels:Отель Cafés:Кофейня Restaurants:Ресторан Offices:Бизнес-центр Healthcare:Клиника Education:Лицей "
    "Manufacturing:Завод Retail:Торговый_дом Cafés:Пекарня Hotels:Гостиница Offices:Бюро",
    "vi": "Hotels:Khách_sạn Cafés:Cà_phê Restaurants:Nhà_hàng Offices:Công_ty_TNHH Healthcare:Phòng_khám Education:Trung_tâm "
    "Manufacturing:Nhà_máy Retail:Siêu_thị Cafés:Tiệm_bánh Offices:Văn_phòng_luật Hotels:Homestay",
    "zh": "Hotels:大酒店 Cafés:咖啡馆 Restaurants:餐厅 Offices:科技有限公司 Healthcare:医院 Education:培训学校 Manufacturing:机械厂 "
    "Retail:商场 Cafés:烘焙坊 Offices:律师事务所 Offices:设计有限公司",
}
"""Industry and the word for it, by culture."""

BRANDS = {
    "de": "Alpenblick Elbufer Sonnenhof Zur_Linde Steinadler Möwennest Königsplatz Am_Markt Nordlicht Grüne_Mühle Rosengarten "
    "Bärenstark Hanseatik Zum_Löwen Seeblick Kastanie Schlüter Hirschfeld Bergmann Tannenhof Weinstein Fährhaus Silberbach "
    "Kirschbaum Goldene_Kanne Ährengold Überblick Zentral Störtebeker Waldner",
    "pl": "Pod_Orłem Złota_Łódź Wisła Słoneczna Stary_Młyn Bursztyn Jaskółka Biały_Żagiel Mazowsze Kryształ Pod_Dębem Świt "
    "Zielona_Brama Gwiazda Łąka Perła Rynek Żubr Kasztan Lipowa",
    "ru": "Северный_берег Медео Заря Золотая_степь Берёзка Алатау Уют Восток Радуга Яблоня Сказка Маяк Шёлковый_путь Орбита "
    "Гранат Снежинка Прогресс Новый_день Жемчужина Тянь-Шань",
    "vi": "Phố_Cổ Sông_Hồng Hoa_Sen Minh_Long Bình_Minh Hồ_Gươm Thiên_Đường Mekong Ánh_Dương Đại_Phát Trúc_Xanh Hải_Yến "
    "Tây_Hồ Bến_Thành Hương_Việt Lotus Sao_Mai Thành_Đạt Mộc Gió_Mới",
    "zh": "晨光 东方 绿野 金桥 蓝海 锦江源 长乐 明月 云上 红枫 星河 和平 天成 百川 新华路 静安 海棠 鼎盛 龙井 瑞丰",
}
CITIES = {
    "Germany": "Hamburg Bremen Kiel Lübeck Hannover Berlin München Augsburg Nürnberg Regensburg Köln Düsseldorf",
    "Austria": "Wien Graz Linz Salzburg Klagenfurt St._Pölten",
    "Poland": "Warszawa Kraków Łódź Gdańsk Wrocław Poznań",
    "Kazakhstan": "Алматы Астана Шымкент Қарағанды Өскемен",
    "Vietnam": "Hà_Nội Hải_Phòng Đà_Nẵng Huế Cần_Thơ TP.HCM Nha_Trang",
    "China": "上海 苏州 杭州 南京 宁波 无锡",
}


def words(text: str) -> list[str]:
    """The words of a pool, without their Latin forms; _ stands for a space inside a name."""
    return [word.split("|")[0].replace("_", " ") for word in text.split()]


def latin(text: str) -> list[str]:
    """The Latin forms of a pool's words."""
    return [word.split("|")[-1].replace("_", " ") for word in text.split()]
