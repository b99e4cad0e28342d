"""What a deck needs beside our own: reveal.js turns the slides, MathJax writes the formulas. Fetched once, then copied.

Both are taken as they were published in the npm registry, checked by their SHA-256, and kept in the system's cache.
reveal.js: MIT licence; MathJax: Apache License 2.0. Their licences are copied, too.
"""

import tarfile
from pathlib import Path

import pooch

REGISTRY = "https://registry.npmjs.org"
TIMEOUT = (5, 60)  # seconds: to reach the registry, and to wait for its next bytes
PACKAGES = {  # name: (archive, SHA-256, the files that a deck needs)
    "reveal.js": (
        "reveal.js-5.2.1.tgz",
        "359b575dd51bbda32f89b2fd4c7dc46ad7389a805572158916c29252f7a27333",
        ("LICENSE", "dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js"),
    ),
    "mathjax": (
        "mathjax-3.2.2.tgz",
        "1b9c0a1c44df864e915690558e72adb9cc5203360daefd385084ced3b6c64c09",
        ("LICENSE", "es5/tex-svg.js"),
    ),
}


def fetch(name):
    """The path of a package's archive, downloaded where the cache does not hold it. OSError where it cannot be had."""
    archive, sha256, _ = PACKAGES[name]
    downloader = pooch.HTTPDownloader(timeout=TIMEOUT)
    address, folder = f"{REGISTRY}/{name}/-/{archive}", pooch.os_cache("unstable-gradients")
    return Path(pooch.retrieve(address, sha256, fname=archive, path=folder, downloader=downloader))


def copy_to(folder):
    """Put what the decks load beside them: folder/reveal.js/…, folder/mathjax/… OSError where it cannot be had."""
    for name, (_, _, files) in PACKAGES.items():
        with tarfile.open(fetch(name)) as archive:
            for file in files:
                to = folder / name / file
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(archive.extractfile(f"package/{file}").read())
