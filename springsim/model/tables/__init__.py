"""Tables of numbers and words, from files as people have them: text (CSV, TSV, …), NumPy's NPY and NPZ, JSON, pandas."""

from springsim.model.tables.columns import Column as Column
from springsim.model.tables.columns import Table as Table
from springsim.model.tables.files import read_table as read_table
from springsim.model.tables.files import table_of as table_of
from springsim.model.tables.guess import Choice as Choice
from springsim.model.tables.guess import guess as guess
