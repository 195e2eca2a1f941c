from io import BytesIO

import pytest
from PIL import Image

from ungis_events.adapters.images import LONGEST_PHOTO, UnusablePhoto, portrait

ORIENTATION, ARTIST, GPS = 0x0112, 0x013B, 0x8825


def written(picture: Image.Image, kind: str, **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()


def two_halves(size: tuple[int, int] = (400, 400)) -> Image.Image:
    """Red above, blue below."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    return picture


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def is_reddish(picture: Image.Image, x: int, y: int) -> bool:
    red, _, blue = picture.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return bool(red > blue)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_becomes_a_square_of_our_own(kind: str) -> None:
    photo = opened(portrait(written(two_halves((1600, 1200)), kind)))

    assert (photo.format, photo.size, photo.mode) == ("WEBP", (640, 640), "RGB")


def test_small_photo_is_not_enlarged() -> None:
    assert opened(portrait(written(two_halves((300, 200)), "PNG"))).size == (200, 200)


def test_smaller_sides_are_drawn_for_lists() -> None:
    assert opened(portrait(written(two_halves(), "PNG"), 160)).size == (160, 160)


def test_photo_is_turned_as_the_camera_says() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 3  # upside down

    photo = opened(portrait(written(two_halves(), "JPEG", exif=exif)))

    assert (is_reddish(photo, 200, 50), is_reddish(photo, 200, 350)) == (False, True)


def test_crop_keeps_more_of_the_upper_part() -> None:
    tall = Image.new("RGB", (400, 1000), "blue")
    tall.paste("red", (0, 0, 400, 300))  # the crop begins at (1000 - 400) x 0.33 = 198

    photo = opened(portrait(written(tall, "PNG")))

    assert (is_reddish(photo, 200, 50), is_reddish(photo, 200, 150)) == (True, False)


def test_nothing_is_said_of_where_and_by_whom() -> None:
    exif = Image.Exif()
    exif[ARTIST] = "The photographer"
    exif.get_ifd(GPS)[1] = "N"
    content = written(
        two_halves(), "JPEG", exif=exif, icc_profile=b"profile", comment=b"at home", dpi=(72, 72)
    )

    photo = opened(portrait(content))

    assert dict(photo.getexif()) == {}
    assert {"exif", "icc_profile", "xmp", "comment"} & photo.info.keys() == set()


def test_first_picture_of_a_moving_one_is_taken() -> None:
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    content = written(frames[0], "WEBP", save_all=True, append_images=frames[1:])

    photo = opened(portrait(content))

    assert (getattr(photo, "n_frames", 1), is_reddish(photo, 100, 100)) == (1, True)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparent_parts_become_white(mode: str) -> None:
    photo = opened(portrait(written(Image.new(mode, (200, 200)), "PNG")))

    assert photo.convert("RGB").getpixel((100, 100)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "CMYK"])
def test_every_way_to_write_colours_is_read(mode: str) -> None:
    content = written(Image.new(mode, (200, 200)), "JPEG" if mode == "CMYK" else "PNG")

    assert opened(portrait(content)).size == (200, 200)


UNREADABLE = "This photo cannot be read. Give a whole JPEG, PNG or WebP picture."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", UNREADABLE, id="nothing"),
        pytest.param(b"<svg/>", UNREADABLE, id="SVG"),
        pytest.param(written(two_halves(), "GIF"), UNREADABLE, id="GIF"),
        pytest.param(written(two_halves(), "BMP"), UNREADABLE, id="BMP"),
        pytest.param(written(two_halves(), "TIFF"), UNREADABLE, id="TIFF"),
        pytest.param(written(two_halves(), "JPEG")[:-200], UNREADABLE, id="cut JPEG"),
        pytest.param(written(two_halves(), "PNG")[:-60], UNREADABLE, id="cut PNG"),
        pytest.param(written(two_halves(), "WEBP")[:-60], UNREADABLE, id="cut WebP"),
        pytest.param(
            bytes(LONGEST_PHOTO + 1),
            "This photo is too large. Give one of at most 8 MB.",
            id="too heavy",
        ),
        pytest.param(
            written(Image.new("1", (60_001, 1_000)), "PNG"),
            "This photo has too many pixels. Give one of at most 60 million.",
            id="too many pixels",
        ),
        pytest.param(
            written(Image.new("1", (20_000, 20_000)), "PNG"),
            "This photo has too many pixels. Give one of at most 60 million.",
            id="a bomb",
        ),
        pytest.param(
            written(two_halves((119, 500)), "PNG"),
            "This photo is too small. Give one of at least 120 × 120 pixels.",
            id="too small",
        ),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnusablePhoto) as refused:
        portrait(content)

    assert {name: str(text) for name, text in refused.value.fields.items()} == {"photo": sentence}
