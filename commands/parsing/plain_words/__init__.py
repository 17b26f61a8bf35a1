"""What people mean by plain words, such as "spacex failures since 2020": read without any model.

A text becomes tokens; a scan from left to right takes at each the longest stretch that means something:
a time, a name of the catalogue, the name of a mission, a word of the grammar. What nothing is known of
stays a search.
"""
