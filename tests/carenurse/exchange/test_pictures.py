"""Pictures that would fill the memory are told by their first bytes."""

from io import BytesIO

from PIL import Image

from carenurse.exchange.pictures import too_large_to_show


def picture(width: int, height: int) -> bytes:
    made = BytesIO()
    Image.new("1", (width, height)).save(made, "PNG")
    return made.getvalue()


def test_a_photo_of_400_megapixels_is_told_without_unpacking_it() -> None:
    assert too_large_to_show(picture(20_000, 20_000), "image/png")
    assert too_large_to_show(picture(10_000, 5_000), "image/png")


def test_a_photo_of_a_wound_and_what_is_no_picture_at_all_are_not() -> None:
    assert not too_large_to_show(picture(4_000, 3_000), "image/png")
    assert not too_large_to_show(b"not a picture", "image/jpeg")
    assert not too_large_to_show(picture(20_000, 20_000), "application/pdf")
