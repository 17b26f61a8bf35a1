"""The catalogue: a local mirror of Launch Library's previous launches, in one SQLite file."""

from storage.catalogue.catalogue import Catalogue
from storage.catalogue.facets import Facet, FacetKind
from storage.catalogue.freshness import Freshness
from storage.catalogue.intake import Stored
from storage.catalogue.launch_status import LaunchStatus
from storage.catalogue.names import Name, NameKind

__all__ = ["Catalogue", "Facet", "FacetKind", "Freshness", "LaunchStatus", "Name", "NameKind", "Stored"]
