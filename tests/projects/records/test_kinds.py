from projects.records.kinds import RECORD_KINDS


def test_every_kind_of_record_has_a_name_in_the_language_of_the_page():
    unnamed = [
        kind.code
        for kind in RECORD_KINDS.values()
        if isinstance(kind.model._meta.verbose_name, str)
    ]

    assert unnamed == []
