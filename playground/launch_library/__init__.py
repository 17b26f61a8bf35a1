"""Launch Library 2 on this machine: a history, a detailed sample, and a stand-in for its server.

`launches.json` is meant to be read and edited by people; `records` writes it out as Launch Library 2
would. The stand-in answers the part of the API that Launchlog asks, and fails on demand.
"""
