"""What people agreed and decided, kept in the workspace's state.sqlite3: today the matrices, with who applied them and when.

This package is the only writer of that file. `services` holds what others call; it starts Django when it is first needed.
"""
