"""Charts of figures as PNG pictures: what is drawn, with which letters and patterns, once for all who ask."""
