//! A certification path as a picture: certificates as boxes, the target first, and what is broken marked where it is.

use certlens::path::Ending;
use certlens::report::document::{FindingDocument, InspectionDocument, PathDocument, StepDocument};
use certlens::rule::{Outcome, Verdict};
use yew::prelude::*;

use crate::path::role;

/// Boxes and the gaps between them, in pixels.
const WIDTH: usize = 280;
const HEIGHT: usize = 58;
const ACROSS: usize = 20;
const DOWN: usize = 34;
/// Characters that fit into a box.
const FIT: usize = 38;
/// Most rows that are drawn; a longer path goes on in the ladder.
const MOST_ROWS: usize = 10;

/// Codes of what is required of the link from a certificate to its issuer; all else is required of the certificate.
const OF_THE_LINK: &[&str] = &["signature", "name-chaining"];

/// A box: a certificate, or what stands where one is missing.
struct Place {
    certificate: Option<usize>,
    column: usize,
    row: usize,
    lines: [String; 2],
    state: &'static str,
    flaw: Option<String>,
}

/// A line from a box to one further down.
struct Link {
    from: (usize, usize),
    to: (usize, usize),
    state: &'static str,
    flaw: Option<String>,
}

#[derive(Default)]
struct Drawing {
    places: Vec<Place>,
    links: Vec<Link>,
}

/// The best path in the first column, and others that were tried beside it where they leave it.
pub(super) fn picture(document: &InspectionDocument, path: &PathDocument) -> Html {
    let mut drawing = Drawing::default();
    drawing.best(document, path);
    for other in &path.others {
        let flaw = other.reason.as_ref().filter(|_| other.verdict != Verdict::Accept);
        drawing.other(document, &other.certificates, flaw);
    }
    let columns = drawing.places.iter().map(|place| place.column + 1).max().unwrap_or(0);
    let rows = drawing.places.iter().map(|place| place.row + 1).max().unwrap_or(0);
    let width = columns * (WIDTH + ACROSS);
    let height = rows * (HEIGHT + DOWN) - DOWN.min(rows * DOWN) + 2;
    html! {
        <div class="picture" tabindex="0" role="group" aria-label="The path as a picture">
            <svg width={width.to_string()} height={height.to_string()} role="img" aria-label={path.summary.clone()}>
                { for drawing.links.iter().map(draw_link) }
                { for drawing.places.iter().map(draw_place) }
            </svg>
        </div>
    }
}

impl Drawing {
    fn best(&mut self, document: &InspectionDocument, path: &PathDocument) {
        for (row, step) in path.steps.iter().enumerate().take(MOST_ROWS) {
            let (of_link, of_it): (Vec<&FindingDocument>, Vec<&FindingDocument>) =
                open(step).partition(|finding| OF_THE_LINK.contains(&finding.code.as_str()));
            self.places.push(Place {
                certificate: Some(step.certificate),
                column: 0,
                row,
                lines: lines(document, step.certificate, role(step.role)),
                state: state(&of_it),
                flaw: flaw(&of_it),
            });
            if row + 1 < path.steps.len().min(MOST_ROWS) {
                self.links.push(Link {
                    from: (0, row),
                    to: (0, row + 1),
                    state: state(&of_link),
                    flaw: flaw(&of_link),
                });
            }
        }
        let missing = match path.end {
            Ending::MissingIssuer => {
                ["Issuer not pasted".to_owned(), path.missing_issuer.clone().unwrap_or_default()]
            }
            Ending::Untrusted => {
                ["No trust anchor".to_owned(), "Nothing says to trust the last one".to_owned()]
            }
            Ending::Anchor | Ending::Loop => return,
        };
        let row = path.steps.len();
        if row < MOST_ROWS {
            let lines = missing.map(|line| fit(&line));
            self.places.push(Place {
                certificate: None,
                column: 0,
                row,
                lines,
                state: "is-missing",
                flaw: None,
            });
            self.links.push(Link { from: (0, row - 1), to: (0, row), state: "is-broken", flaw: None });
        }
    }

    /// Only what is not drawn yet; the reason stands in the certificate that it is about.
    fn other(&mut self, document: &InspectionDocument, path: &[usize], reason: Option<&FindingDocument>) {
        let mut before = None;
        for (row, certificate) in path.iter().copied().enumerate().take(MOST_ROWS) {
            let is_meant = reason.and_then(|reason| reason.object) == Some(certificate);
            let code = reason.filter(|_| is_meant).map(|reason| reason.code.clone());
            let known = self.places.iter().find(|place| place.certificate == Some(certificate));
            let here = known.map(|place| (place.column, place.row)).unwrap_or_else(|| {
                let column =
                    self.places.iter().filter(|place| place.row == row).map(|place| place.column + 1);
                let column = column.max().unwrap_or(0).max(1);
                let state = if code.is_some() { "is-broken" } else { "is-other" };
                let lines = lines(document, certificate, "Tried");
                let certificate = Some(certificate);
                self.places.push(Place { certificate, column, row, lines, state, flaw: code });
                (column, row)
            });
            if let Some(from) = before.replace(here) {
                let is_known = self.links.iter().any(|link| link.from == from && link.to == here);
                if !is_known && from.1 < here.1 {
                    self.links.push(Link { from, to: here, state: "is-other", flaw: None });
                }
            }
        }
    }
}

/// What does not hold, or cannot be told.
fn open(step: &StepDocument) -> impl Iterator<Item = &FindingDocument> {
    step.findings.iter().filter(|finding| finding.is_shown())
}

fn state(findings: &[&FindingDocument]) -> &'static str {
    match findings {
        [] => "is-whole",
        some if some.iter().any(|finding| finding.outcome == Outcome::Fail) => "is-broken",
        _ => "is-open",
    }
}

fn flaw(findings: &[&FindingDocument]) -> Option<String> {
    let first =
        findings.iter().find(|finding| finding.outcome == Outcome::Fail).or_else(|| findings.first())?;
    let more = if findings.len() > 1 { format!(" and {} more", findings.len() - 1) } else { String::new() };
    Some(format!("{}{more}", first.code))
}

fn lines(document: &InspectionDocument, certificate: usize, role: &str) -> [String; 2] {
    let found = document.objects.get(certificate).and_then(|object| object.certificate.as_ref());
    let name = found.map(|certificate| certificate.name.clone()).unwrap_or_default();
    let validity = found.map(|certificate| certificate.validity.clone()).unwrap_or_default();
    [fit(&format!("#{certificate} {name}")), fit(&format!("{role}, {validity}"))]
}

fn fit(text: &str) -> String {
    match text.char_indices().nth(FIT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

const fn corner(column: usize, row: usize) -> (usize, usize) {
    (column * (WIDTH + ACROSS) + 1, row * (HEIGHT + DOWN) + 1)
}

fn draw_place(place: &Place) -> Html {
    let (left, top) = corner(place.column, place.row);
    let [name, note] = &place.lines;
    let note = place.flaw.as_ref().map_or_else(|| note.clone(), |flaw| fit(&format!("✕ {flaw}")));
    let text = |down: usize, class: &'static str, line: &str| {
        html! { <text class={class} x={(left + 12).to_string()} y={(top + down).to_string()}>{ line.to_owned() }</text> }
    };
    html! {
        <g class={classes!("place-box", place.state)}>
            <rect x={left.to_string()} y={top.to_string()} width={(WIDTH - 2).to_string()} height={(HEIGHT - 2).to_string()} rx="6" />
            { text(23, "name", name) }
            { text(43, "note", &note) }
        </g>
    }
}

fn draw_link(link: &Link) -> Html {
    let middle = |(column, row): (usize, usize)| {
        let (left, top) = corner(column, row);
        (left + WIDTH / 2, top)
    };
    let ((from_x, from_top), (to_x, to_y)) = (middle(link.from), middle(link.to));
    let from_y = from_top + HEIGHT - 2;
    let bend = to_y - DOWN / 2;
    let line = format!("M{from_x} {from_y}V{bend}H{to_x}V{to_y}");
    let arrow = format!("M{} {}l5 6l5 -6", to_x - 5, to_y - 7);
    let cross = format!("M{} {}l10 10m0 -10l-10 10", to_x - 5, to_y - DOWN / 2 - 6);
    html! {
        <g class={classes!("link-line", link.state)}>
            <path d={line} />
            if link.state == "is-broken" {
                <path class="cross" d={cross} />
            } else {
                <path class="arrow" d={arrow} />
            }
            if let Some(flaw) = &link.flaw {
                <text class="note" x={(to_x + 12).to_string()} y={(to_y - DOWN / 2 + 5).to_string()}>{ flaw.clone() }</text>
            }
        </g>
    }
}
