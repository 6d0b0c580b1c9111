from landbridge.network.states import IMPORT_LIFECYCLE, RECORD_LIFECYCLE, ImportState, RecordState


def test_records_move_only_forward() -> None:
    active, merged, erased = RecordState
    assert RECORD_LIFECYCLE.edges() == [(active, erased), (active, merged), (merged, erased)]
    assert RECORD_LIFECYCLE.final() == {erased}


def test_an_import_is_applied_once_and_undone_once() -> None:
    uploaded, applied, undone, discarded = ImportState
    assert IMPORT_LIFECYCLE.edges() == [(applied, undone), (uploaded, applied), (uploaded, discarded)]
    assert IMPORT_LIFECYCLE.final() == {undone, discarded}
