"""How blocks are shown: on a terminal, as a picture, as a page, as data. The only room that knows rich."""
