"""The book of troubles: technologies, each with what people say who need it and do not know its name.

A need says what hurts, an offer says what it is; an encoder alone has read too little of the world to bring the two
together. The book lies between them: a need is near to what others complain of, an offer is near to a technology.

    shelf = Shelf(folder, the_book(), encoder)   # vectors of the book, made once, part by part
    reader = WellRead(encoder, shelf.read())     # an encoder that `matching.rank` asks about troubles too
"""

from landbridge.engines.matching.troubles.book import Book, Technology, the_book
from landbridge.engines.matching.troubles.reading import ReadBook, WellRead
from landbridge.engines.matching.troubles.shelf import Shelf
from landbridge.engines.matching.troubles.signal import NeedTroubles, TroubleSignal

__all__ = ["Book", "NeedTroubles", "ReadBook", "Shelf", "Technology", "TroubleSignal", "WellRead", "the_book"]
