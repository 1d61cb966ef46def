"""Open data described for machines: CSVW of a file, DCAT-AP of a publication and of all, an indicator, a place.

Addresses are those of the machine's face, told here by name because data leave the house with them inside; a test
follows every one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from chungtay.results.publishing.opendata.columns import Column, named
from chungtay.results.publishing.opendata.files import SUBJECTS, mark_of
from chungtay.results.publishing.shelf.queries import (
    PublicIndicator,
    corrected_by,
    publications_visible,
    replaced_by,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chungtay.results.publishing.models import Publication
    from chungtay.results.publishing.shelf.queries import PlacePage

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_CSVW_TYPES = {"text": "string", "whole": "integer", "number": "decimal", "day": "date", "yes": "boolean"}
_TITLES = {"so-lieu": ("Số liệu", "Figures"), "mo-hinh": ("Điểm mô hình", "Model points")}
_THEME = "http://publications.europa.eu/resource/authority/data-theme/JUST"
_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
_OPEN = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"


def site() -> str:
    """Where the public reads, without a stroke at the end."""
    return str(settings.PUBLIC_URL).rstrip("/")


def data_address(rest: str) -> str:
    """An address of open data."""
    return f"{site()}/cong-khai/du-lieu/{rest}"


def csvw_of(publication: Publication, subject: str) -> dict[str, Any]:
    """The columns of a publication's CSV, as CSV on the Web tells them."""
    columns = SUBJECTS[subject]
    vi, en = _TITLES[subject]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "url": data_address(f"{publication.code}/{subject}.csv"),
        "dc:title": _both(f"{publication.title}: {vi}", f"{publication.title_en}: {en}"),
        "dc:license": {"@id": settings.DATA_LICENCE},
        "dc:publisher": publication.body.name_vi,
        "dc:issued": _day(publication),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {
            "columns": [_csvw_column(column) for column in columns],
            "primaryKey": ["leaf"],
            "aboutUrl": f"{site()}/cong-khai/kiem-chung/la/{{leaf}}/",
        },
    }


def catalogue_of_all() -> dict[str, Any]:
    """The DCAT-AP catalogue: a dataset for each publication that is public, and the service that answers questions."""
    publications = list(publications_visible())
    modified = max((_day(publication) for publication in publications), default=None)
    return {
        "@context": CONTEXT,
        "@id": data_address("danh-muc.jsonld"),
        "@type": "dcat:Catalog",
        "dcterms:title": _both("Dữ liệu mở của Chung Tay", "Open data of Chung Tay"),
        "dcterms:description": _both(
            "Số liệu phối hợp bảo đảm an ninh, trật tự ở cơ sở đã được công bố, theo đợt.",
            "Published figures of the community-safety coordination programme, by publication.",
        ),
        "dcterms:publisher": _agent(publications[0].body if publications else None),
        "dcterms:license": {"@id": settings.DATA_LICENCE},
        "dcterms:language": _languages(),
        "foaf:homepage": {"@id": f"{site()}/cong-khai/"},
        **({"dcterms:modified": _date(modified)} if modified else {}),
        "dcat:dataset": [dataset_of(publication, context=False) for publication in publications],
        "dcat:service": [_service(publications)],
    }


def dataset_of(publication: Publication, *, context: bool = True) -> dict[str, Any]:
    """One publication as a DCAT-AP dataset, with its files."""
    later = replaced_by(publication)
    place = publication.place
    told: dict[str, Any] = {"@context": CONTEXT} if context else {}
    told |= {
        "@id": data_address(f"{publication.code}.jsonld"),
        "@type": "dcat:Dataset",
        "dcterms:identifier": publication.code,
        "dcterms:title": _both(publication.title, publication.title_en),
        "dcterms:description": _both(
            publication.note_vi or publication.title, publication.note_en or publication.title_en
        ),
        "dcterms:publisher": _agent(publication.body),
        "dcterms:issued": _date(_day(publication)),
        "dcterms:modified": _date(_day(publication)),
        "dcterms:accessRights": {"@id": _OPEN},
        "dcterms:language": _languages(),
        "dcterms:spatial": {
            "@id": data_address(f"dia-ban/{place.key}.jsonld"),
            "@type": "dcterms:Location",
            "skos:prefLabel": {"@value": place.full_name, "@language": "vi"},
        },
        "dcterms:temporal": {
            "@type": "dcterms:PeriodOfTime",
            "dcat:startDate": _date(publication.start.isoformat()),
            "dcat:endDate": _date(publication.end.isoformat()),
        },
        "dcat:theme": {"@id": _THEME},
        "dcat:keyword": [{"@value": word, "@language": "vi"} for word in _keywords(publication)],
        "dcat:landingPage": {"@id": f"{site()}/cong-khai/du-lieu/"},
        "dcat:version": mark_of(publication),
        "dcat:distribution": list(_distributions(publication)),
    }
    if (corrects := corrected_by(publication)) is not None:
        told["dcterms:replaces"] = {"@id": data_address(f"{corrects.code}.jsonld")}
    if later is not None:
        told["dcterms:isReplacedBy"] = {"@id": data_address(f"{later.code}.jsonld")}
    if publication.is_illustration:
        told["adms:versionNotes"] = _both(
            "BẢN MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC", "ILLUSTRATION – NOT OFFICIAL FIGURES"
        )
    return told


def indicator_of(found: PublicIndicator) -> dict[str, Any]:
    """An indicator at its own address: what it counts, and the publications that hold it."""
    rule = found.definition
    return {
        "@context": CONTEXT,
        "@id": data_address(f"chi-tieu/{rule.code}.jsonld"),
        "@type": ["skos:Concept", "schema:StatisticalVariable"],
        "skos:notation": rule.code,
        "skos:prefLabel": _both(rule.name_vi, rule.name_en),
        "skos:definition": _both(rule.definition_vi, rule.definition_en),
        "schema:unitText": _both(rule.unit_vi, rule.unit_en),
        "dcterms:source": rule.legal_basis,
        "dcterms:isReferencedBy": [{"@id": data_address(f"{code}.jsonld")} for code in found.publications],
        "rdfs:seeAlso": [
            {"@id": data_address(f"chi-tieu/{rule.code}.csv")},
            {"@id": f"{site()}/api/cong-khai/v1/figures?indicator={rule.code}"},
        ],
    }


def place_of(key: str, found: PlacePage) -> dict[str, Any]:
    """A place at its own address: what is public of it and where."""
    return {
        "@context": CONTEXT,
        "@id": data_address(f"dia-ban/{key}.jsonld"),
        "@type": ["dcterms:Location", "schema:AdministrativeArea"],
        "dcterms:identifier": key,
        "skos:notation": found.code,
        "skos:prefLabel": {"@value": found.name, "@language": "vi"},
        "schema:variableMeasured": [
            {"@id": data_address(f"chi-tieu/{code}.jsonld")}
            for code in dict.fromkeys(f.indicator for f in found.figures)
        ],
        "dcterms:isReferencedBy": [{"@id": data_address(f"{p.code}.jsonld")} for p in found.publications],
        "rdfs:seeAlso": [
            {"@id": data_address(f"dia-ban/{key}.csv")},
            {"@id": f"{site()}/api/cong-khai/v1/figures?place={key}"},
            {"@id": f"{site()}/cong-khai/dia-ban/{key}/"},
        ],
    }


def subjects_of(publication: Publication) -> list[str]:
    """What of a publication there are files of."""
    counts = {"so-lieu": publication.figure_count, "mo-hinh": publication.point_count}
    return [subject for subject in SUBJECTS if counts[subject]] or ["so-lieu"]


def _distributions(publication: Publication) -> Iterable[dict[str, Any]]:
    for subject in subjects_of(publication):
        vi, en = _TITLES[subject]
        for kind, media in MEDIA.items():
            address = data_address(f"{publication.code}/{subject}.{kind}")
            yield {
                "@id": address,
                "@type": "dcat:Distribution",
                "dcterms:title": _both(f"{vi} ({kind.upper()})", f"{en} ({kind.upper()})"),
                "dcterms:license": {"@id": settings.DATA_LICENCE},
                "dcterms:conformsTo": {"@id": f"{data_address(f'{publication.code}/{subject}.csv')}-metadata.json"},
                "dcat:accessURL": {"@id": address},
                "dcat:downloadURL": {"@id": address},
                "dcat:mediaType": {"@id": _TYPES + media},
            }


def _service(publications: Sequence[Publication]) -> dict[str, Any]:
    return {
        "@id": f"{site()}/api/cong-khai/v1/",
        "@type": "dcat:DataService",
        "dcterms:title": _both("Giao diện dữ liệu công khai", "Public data interface"),
        "dcterms:license": {"@id": settings.DATA_LICENCE},
        "dcat:endpointURL": {"@id": f"{site()}/api/cong-khai/v1/"},
        "dcat:endpointDescription": {"@id": f"{site()}/api/cong-khai/v1/openapi.json"},
        "dcat:servesDataset": [{"@id": data_address(f"{publication.code}.jsonld")} for publication in publications],
    }


def _csvw_column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": [
            {"@value": column.title_vi, "@language": "vi"},
            {"@value": column.title_en, "@language": "en"},
        ],
        "datatype": _CSVW_TYPES[column.kind],
        "null": "",
    }


def _keywords(publication: Publication) -> list[str]:
    return [named(code).name_vi for code in publication.indicators if named(code).name_vi]


def _agent(body: Any) -> dict[str, Any]:
    name = _both(body.name_vi, body.name_en) if body is not None else _both("Chung Tay", "Chung Tay")
    return {"@type": "foaf:Agent", "foaf:name": name}


def _day(publication: Publication) -> str:
    """Since when it is public."""
    moment = max(filter(None, (publication.released_at, publication.embargo_until)), default=publication.created_at)
    return moment.date().isoformat()


def _date(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}


def _both(vi: str, en: str) -> list[dict[str, str]]:
    return [{"@value": vi, "@language": "vi"}, {"@value": en, "@language": "en"}]


def _languages() -> list[dict[str, str]]:
    return [{"@id": f"{_LANGUAGE}{code}"} for code in ("VIE", "ENG")]
