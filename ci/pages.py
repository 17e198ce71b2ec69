"""Opens report pages in headless Chromium and says what is wrong with them; see ci/pages.

Speaks the DevTools protocol over a pair of pipes, with the standard library alone.
"""

import argparse
import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WIDTHS = (400, 800, 1400)
# A sheet of paper is about this wide.
PAPER = 800
LIMIT_SECONDS = 60
# Pictures of a long page come in parts of this height.
SLICE = 1800

# What a page must hold, asked from inside: a sentence for each thing that is wrong.
INSPECTION = """
(() => {
  const problems = [];
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  const width = document.documentElement.clientWidth;
  // Printing turns and shrinks what is too wide.
  const isPaper = matchMedia('print').matches;
  if (!isPaper && document.documentElement.scrollWidth > width)
    problems.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${width}`);
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('svg') && element.tagName !== 'svg') continue;
    if (element.closest('.scroll') && !element.matches('.scroll')) continue;
    const box = element.getBoundingClientRect();
    if (!isPaper && (box.right > width + 0.5 || box.left < -0.5))
      problems.push(`<${element.tagName} class="${element.getAttribute('class') || ''}"> reaches `
        + `from ${box.left} to ${box.right} in a window of ${width}`);
  }
  const figures = document.querySelectorAll('figure:not(.table)');
  for (const figure of figures) {
    const caption = (figure.querySelector('figcaption') || {}).textContent || '';
    const name = caption.slice(0, 60);
    if (caption.length < 20) problems.push('a figure has no caption');
    const drawing = [...figure.querySelectorAll('svg')].find((own) => own.getBoundingClientRect().width > 0);
    if (!drawing) { problems.push(`no drawing: ${name}`); continue; }
    const frame = drawing.getBoundingClientRect();
    if (frame.width < 200 || frame.height < 60) problems.push(`a tiny drawing: ${name}`);
    const shapes = drawing.querySelectorAll('path, polygon, circle, use, rect');
    const boxes = [...shapes].map((shape) => shape.getBoundingClientRect())
      .filter((box) => box.width + box.height > 0);
    if (boxes.length < 4) problems.push(`nothing is drawn: ${name}`);
    const texts = [...drawing.querySelectorAll('text')];
    if (texts.length < 2) problems.push(`no label is drawn: ${name}`);
    for (const text of texts) {
      const box = text.getBoundingClientRect();
      const isOut = box.right > frame.right + 1 || box.left < frame.left - 1
        || box.bottom > frame.bottom + 1 || box.top < frame.top - 1;
      if (isOut && text.textContent.trim())
        problems.push(`the label '${text.textContent.trim().slice(0, 40)}' is cut off: ${name}`);
    }
  }
  for (const heading of document.querySelectorAll('h1, h2'))
    if (!heading.textContent.trim()) problems.push('a heading is empty');
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if (!document.getElementById(link.getAttribute('href').slice(1)))
      problems.push(`the link ${link.getAttribute('href')} leads nowhere`);
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  if (new Set(ids).size !== ids.length) problems.push('an id is used twice');
  return { problems, figures: figures.length, height: document.documentElement.scrollHeight };
})()
"""


# What a reader of the printed page must find on it: sentences, and the words drawn in its figures.
PRINTED = """
(() => {
  const text = (element) => element.textContent.replace(/\\s+/g, ' ').trim();
  const isDrawn = (element) => element.getBoundingClientRect().width > 0;
  const sentences = [...document.querySelectorAll('h1, h2, summary, figcaption')].map(text);
  const labels = [...document.querySelectorAll('figure svg')].filter(isDrawn)
    .flatMap((drawing) => [...drawing.querySelectorAll('text')]).map(text);
  return { sentences, words: labels.flatMap((label) => label.split(' ')) };
})()
"""


class Browser:
    """A headless Chromium that obeys one caller."""

    def __init__(self, program: str, folder: str):
        commands, self._out = os.pipe()
        self._in, events = os.pipe()

        def connect():
            # Chromium reads commands from descriptor 3 and answers on 4.
            first, second = os.dup(commands), os.dup(events)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self._process = subprocess.Popen(
            [
                program, "--headless=new", "--remote-debugging-pipe", "--no-sandbox",
                "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                "--disable-extensions", "--no-first-run", "--force-color-profile=srgb",
                f"--user-data-dir={folder}",
            ],
            pass_fds=(3, 4), preexec_fn=connect,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(events)
        self._buffer = b""
        self._last = 0
        self.events = []
        os.set_blocking(self._in, False)

    def _read(self, deadline: float) -> dict:
        while b"\0" not in self._buffer:
            if time.monotonic() > deadline:
                raise TimeoutError("the browser does not answer")
            try:
                part = os.read(self._in, 1 << 20)
                if not part:
                    raise ConnectionError("the browser ended by itself")
                self._buffer += part
            except BlockingIOError:
                time.sleep(0.005)
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def ask(self, method: str, session: str | None = None, **parameters) -> dict:
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data):]
        deadline = time.monotonic() + LIMIT_SECONDS
        while True:
            answer = self._read(deadline)
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method: str):
        deadline = time.monotonic() + LIMIT_SECONDS
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self._read(deadline))

    def close(self):
        try:
            self.ask("Browser.close")
        except (OSError, TimeoutError, ConnectionError):
            pass
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()


def reported(events: list, address: str) -> list:
    """What the console said and what was asked of the network."""
    problems = []
    for event in events:
        parameters = event.get("params", {})
        match event.get("method"):
            case "Runtime.consoleAPICalled":
                words = [str(part.get("value", "")) for part in parameters["args"]]
                problems.append("console: " + " ".join(words))
            case "Runtime.exceptionThrown":
                problems.append("exception: " + parameters["exceptionDetails"]["text"])
            case "Log.entryAdded":
                problems.append("console: " + parameters["entry"]["text"])
            case "Page.javascriptDialogOpening":
                problems.append("a dialog opened: " + parameters["message"])
            case "Network.requestWillBeSent":
                if parameters["request"]["url"] != address:
                    problems.append("request: " + parameters["request"]["url"])
    return problems


def inspect(browser: Browser, page: Path, width: int, pictures: Path | None) -> tuple[int, list]:
    """The number of figures of a page, and what is wrong with it."""
    target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.ask(f"{domain}.enable", session)
    browser.ask(
        "Emulation.setDeviceMetricsOverride", session, width=width, height=900,
        deviceScaleFactor=1, mobile=width < 600)
    address = page.resolve().as_uri()
    browser.events.clear()
    browser.ask("Page.navigate", session, url=address)
    browser.wait("Page.loadEventFired")
    problems, figures = [], 0
    for scheme in ("light", "dark", "print"):
        if scheme == "print" and width != PAPER:
            continue
        browser.ask(
            "Emulation.setEmulatedMedia", session, media="print" if scheme == "print" else "screen",
            features=[{"name": "prefers-color-scheme", "value": "dark" if scheme == "dark" else "light"}])
        result = browser.ask(
            "Runtime.evaluate", session, expression=INSPECTION, returnByValue=True)["result"]
        found = result["value"]
        figures = found["figures"]
        problems += [f"{scheme}: {problem}" for problem in found["problems"]]
        if pictures:
            for part, top in enumerate(range(0, found["height"], SLICE)):
                height = min(SLICE, found["height"] - top)
                shot = browser.ask(
                    "Page.captureScreenshot", session, captureBeyondViewport=True,
                    clip={"x": 0, "y": top, "width": width, "height": height, "scale": 1})
                name = f"{page.parent.name}-{width}-{scheme}-{part + 1}.png"
                (pictures / name).write_bytes(base64.b64decode(shot["data"]))
    problems += reported(browser.events, address)
    browser.ask("Target.closeTarget", targetId=target)
    return figures, problems


def printed(browser: Browser, page: Path, pictures: Path | None) -> tuple[int, list]:
    """The number of sheets of a page's PDF, and what is wrong with them.

    The page is as a reader's browser prints it: nothing is emulated, and no fold is opened.
    """
    target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    browser.ask("Page.enable", session)
    browser.events.clear()
    browser.ask("Page.navigate", session, url=page.resolve().as_uri())
    browser.wait("Page.loadEventFired")
    browser.ask("Emulation.setEmulatedMedia", session, media="print")
    wanted = browser.ask(
        "Runtime.evaluate", session, expression=PRINTED, returnByValue=True)["result"]["value"]
    browser.ask("Emulation.setEmulatedMedia", session, media="")
    paper = browser.ask(
        "Page.printToPDF", session, printBackground=True, preferCSSPageSize=True,
        paperWidth=8.27, paperHeight=11.69)
    browser.ask("Target.closeTarget", targetId=target)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.pdf"
        file.write_bytes(base64.b64decode(paper["data"]))
        sheets, problems = wrong_sheets(file, wanted)
        if pictures:
            name = pictures / f"{page.parent.name}-sheet"
            subprocess.run(["pdftoppm", "-r", "80", "-png", file, name], check=True)
            (pictures / f"{page.parent.name}.pdf").write_bytes(file.read_bytes())
    return sheets, problems


def wrong_sheets(file: Path, wanted: dict) -> tuple[int, list]:
    """The number of sheets of a PDF, and what is wrong with them."""

    def text_of(*options: str) -> str:
        command = ["pdftotext", *options, str(file), "-"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def joined(text: str) -> str:
        return re.sub(r"[\s\u00ad]+", "", text)

    problems = []
    sheets = text_of("-layout").split("\f")[:-1]
    for number, sheet in enumerate(sheets, 1):
        if not sheet.strip():
            problems.append(f"sheet {number} is blank")
    # By its place on the sheet a label of the next figure may come between two lines of a caption; as it was drawn, not.
    read = [joined(sheet) for order in [(), ("-raw",)] for sheet in text_of(*order).split("\f")]
    for sentence in wanted["sentences"]:
        if not any(joined(sentence) in sheet for sheet in read):
            problems.append(f"not printed, or on two sheets: '{sentence[:60]}'")
    whole = "".join(read)
    problems += [
        f"a figure's label lacks '{word}'" for word in dict.fromkeys(wanted["words"]) if joined(word) not in whole]
    for size, place in re.findall(r'<page width="([\d.]+)"[^>]*>(.*?)</page>', text_of("-bbox"), re.S):
        for left, right, word in re.findall(r'xMin="([-\d.]+)"[^>]*xMax="([-\d.]+)"[^>]*>([^<]*)<', place):
            if float(left) < 0 or float(right) > float(size):
                problems.append(f"'{word}' reaches from {left} to {right} on a sheet {size} wide")
    return len(sheets), problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", required=True)
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of every page")
    parser.add_argument("pages", type=Path, nargs="+")
    options = parser.parse_args()
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    failures = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(options.browser, folder)
        try:
            for page in options.pages:
                for width in WIDTHS:
                    figures, problems = inspect(browser, page, width, options.pictures)
                    state = "wrong" if problems else "sound"
                    print(f"{page} at {width}: {figures} figures, {state}")
                    for problem in dict.fromkeys(problems):
                        print(f"  {problem}")
                    failures += len(problems)
                sheets, problems = printed(browser, page, options.pictures)
                print(f"{page} as PDF: {sheets} sheets, {'wrong' if problems else 'sound'}")
                for problem in dict.fromkeys(problems):
                    print(f"  {problem}")
                failures += len(problems)
        finally:
            browser.close()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
