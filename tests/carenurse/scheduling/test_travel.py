import pytest

from carenurse.scheduling.travel import Place, drive, straight_line_km

OMAHA = Place(41.2565, -95.9345)
LINCOLN = Place(40.8136, -96.7026)


def test_the_straight_line_is_the_great_circle() -> None:
    assert straight_line_km(OMAHA, LINCOLN) == pytest.approx(81.1, abs=0.5)


def test_the_drive_is_the_line_times_the_road_factor_at_fifty() -> None:
    found = drive(OMAHA, LINCOLN)

    assert found.estimated
    assert found.minutes == pytest.approx(81.1 * 1.3 / 50 * 60, abs=1.5)
    assert found.kilometers == 105.4


def test_without_coordinates_the_default_is_used_and_said() -> None:
    found = drive(OMAHA, None)

    assert (found.minutes, found.estimated) == (20, False)
    assert drive(None, OMAHA, 35).minutes == 35


def test_the_same_house_takes_no_drive() -> None:
    assert drive(OMAHA, OMAHA).minutes == 0


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0), (-90.1, 0), (0, 180.1), (0, -180.1)])
def test_a_point_off_the_map_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="Earth"):
        Place(latitude, longitude)


def test_the_ends_of_the_map_are_on_it() -> None:
    assert Place(90, 180) != Place(-90, -180)
