//! What is drawn behind the text of the box: finds, masks, and what is chosen.

use std::ops::Range;

use certlens::sort;
use certlens::span::Span;

use crate::mask;
use crate::state::State;

/// A stretch of the text in one colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
}

/// The later ones cover the earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Find,
    Object,
    Mask,
    Chosen,
}

impl Kind {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Find => "find",
            Self::Object => "object",
            Self::Mask => "mask",
            Self::Chosen => "chosen",
        }
    }
}

/// The marks of the box from first to last; no two overlap.
pub(crate) fn all(state: &State) -> Vec<Mark> {
    let mut layers: Vec<Mark> =
        mask::masks(&state.text).into_iter().map(|(range, _)| Mark { range, kind: Kind::Mask }).collect();
    if !state.is_pending()
        && let Some((inspected, in_box)) = state.inspected.as_ref().and_then(|i| Some((i, i.in_box?)))
    {
        let chosen = state.selection.unwrap_or_default();
        for object in &inspected.document.objects {
            let is_chosen = chosen.object == Some(object.id);
            let own = object.origins.iter().filter(|origin| origin.source_index == in_box);
            layers.extend(own.map(|origin| Mark {
                range: origin.start..origin.end,
                kind: if is_chosen { Kind::Object } else { Kind::Find },
            }));
        }
        let text = chosen.text.filter(|Span { source, .. }| *source == in_box);
        layers.extend(text.map(|span| Mark { range: span.start..span.end, kind: Kind::Chosen }));
    }
    flatten(layers)
}

/// Cuts overlapping marks so that the kind that covers the others is left.
fn flatten(mut layers: Vec<Mark>) -> Vec<Mark> {
    layers.retain(|mark| !mark.range.is_empty());
    sort::by_key(&mut layers, |mark| (mark.range.start, mark.kind));
    let mut edges: Vec<usize> = layers.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
    sort::ascending(&mut edges);
    edges.dedup();
    let mut flat: Vec<Mark> = Vec::new();
    let mut open: Vec<&Mark> = Vec::new();
    let mut next = layers.iter().peekable();
    for pair in edges.windows(2) {
        let &[start, end] = pair else { continue };
        open.retain(|mark| mark.range.end > start);
        while let Some(mark) = next.next_if(|mark| mark.range.start <= start) {
            open.push(mark);
        }
        let Some(kind) = open.iter().map(|mark| mark.kind).max() else { continue };
        match flat.last_mut() {
            Some(last) if last.kind == kind && last.range.end == start => last.range.end = end,
            _ => flat.push(Mark { range: start..end, kind }),
        }
    }
    flat
}
