"""Staff beside residents: the settings give persons, which do not grow with the community."""

from __future__ import annotations

from resilience_sim.community.settings import CommunitySettings

__all__ = ["STAFFING_WORDS", "STAFF_KEYS", "staff_of", "staffing_note"]

#: Settings that are persons for one community whatever its size (grid posts grow with it).
STAFF_KEYS = (
    "staff_committee",
    "staff_station",
    "staff_property",
    "staff_care",
    "staff_psychosocial",
    "staff_mediation",
    "staff_clinic",
    "staff_office",
)
#: Share by which staff per resident may be off that of the shipped settings without a note.
_LEEWAY = 0.2
#: The note, and how often hands are short where there is more staff and where there is less.
STAFFING_WORDS = {
    "en": (
        "Bodies have {staff:.3g} persons of staff for {residents:,} residents, {per:.3g} for each "
        "1,000; as shipped {shipped:.3g} for {of:,}, {usual:.3g} for each 1,000. Settings "
        "community.staff_* are persons and do not grow with community.residents, so hands are "
        "short {often} than as shipped. To keep the shipped ratio multiply each of their defaults "
        "by {factor:.3g}: community.staff_committee={committee:.3g} and so on. Grid posts, one "
        "for each community.grid households, are not counted here and do grow.",
        "less often",
        "more often",
    ),
    "zh": (
        "{residents:,} 名居民有机构人员 {staff:.3g} 人，每千人 {per:.3g} 人；默认为 {of:,} 名居民 "
        "{shipped:.3g} 人，每千人 {usual:.3g} 人。community.staff_* 以人计，不随 "
        "community.residents 增减，因此这里人手不足的情形比默认{often}。"
        "要保持默认比例，请把各项默认值乘以 "
        "{factor:.3g}：community.staff_committee={committee:.3g}，其余类推。"
        "网格人员按 community.grid 户设一格，会随规模增减，未计入。",
        "少",
        "多",
    ),
}


def staff_of(settings: CommunitySettings) -> float:
    """Persons on the staff of the bodies of one community, grid posts left out."""
    return float(sum(getattr(settings, key) for key in STAFF_KEYS))


def staffing_note(settings: CommunitySettings, lang: str = "en") -> str:
    """What to know where staff per resident is far from that of the shipped settings.

    Empty where it is within a fifth of it, or where there is nobody; `lang` is ``en`` or ``zh``.
    """
    shipped = CommunitySettings()
    staff, residents = staff_of(settings), settings.residents
    if residents < 1:
        return ""
    per, usual = 1000.0 * staff / residents, 1000.0 * staff_of(shipped) / shipped.residents
    if abs(per - usual) <= _LEEWAY * usual:
        return ""
    factor = residents / shipped.residents
    words = STAFFING_WORDS["zh" if lang == "zh" else "en"]
    return words[0].format(
        staff=staff,
        residents=residents,
        per=per,
        shipped=staff_of(shipped),
        of=shipped.residents,
        usual=usual,
        often=words[1] if per > usual else words[2],
        factor=factor,
        committee=factor * shipped.staff_committee,
    )
