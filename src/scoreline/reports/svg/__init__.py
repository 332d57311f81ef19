"""The house marks: small SVG pictures made of plain elements, the same on a page, in print and in a document.

Every picture carries its title and description inside, uses presentation attributes only (a strict content policy allows
no inline style), and says by shape and place what it says by colour.
"""
