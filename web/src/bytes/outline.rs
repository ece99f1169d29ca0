//! The ASN.1 elements as a tree, by mouse and by arrow keys.

use std::collections::HashSet;
use std::ops::Range;

use certlens::describe::encoding::{Encoding, Part};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::bytes::Looked;
use crate::icon::{Drawn, Icon};
use crate::page::Page;
use crate::pane::Pane;
use crate::state::Selection;

/// The height of a row in pixels, as `styles/bytes.css` has it.
const ROW: usize = 24;
/// Deepest step that is indented further than the one above it.
const DEEPEST: usize = 12;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    pub(crate) looked: Looked,
}

/// An element in sight, and its place among its siblings.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Line {
    part: usize,
    position: usize,
    siblings: usize,
    has_children: bool,
}

#[component]
pub(crate) fn Outline(Props { page, looked }: &Props) -> Html {
    let folded = use_state(HashSet::<usize>::new);
    let encoding = &looked.encoding;
    let lines = {
        let encoding = encoding.clone();
        use_memo((encoding, folded.clone()), |(encoding, folded)| lines(encoding, folded))
    };
    let current = looked.chosen.and_then(|bytes| encoding.innermost(bytes));
    let at = current.map(|part| lines.partition_point(|line| line.part <= part).saturating_sub(1));
    let fold = {
        let folded = folded.clone();
        Callback::from(move |part: usize| {
            let mut parts = (*folded).clone();
            if !parts.remove(&part) {
                parts.insert(part);
            }
            folded.set(parts);
        })
    };
    let go = {
        let (object, encoding) = (looked.object, encoding.clone());
        page.on(move |page, part: usize| {
            if let Some(part) = encoding.parts.get(part) {
                page.select(Selection { object: Some(object), bytes: Some(part.range), text: None });
            }
        })
    };
    let onkeydown = {
        let (lines, folded, encoding) = (lines.clone(), folded.clone(), encoding.clone());
        let (fold, go) = (fold.clone(), go.clone());
        Callback::from(move |event: KeyboardEvent| {
            let line = at.and_then(|at| lines.get(at)).copied();
            let is_open = line.is_some_and(|line| line.has_children && !folded.contains(&line.part));
            let next = match (event.key().as_str(), line.zip(at)) {
                ("ArrowDown", None) | ("Home", _) => Some(0),
                ("End", _) => lines.len().checked_sub(1),
                ("ArrowDown", Some((_, at))) => Some(at + 1),
                ("ArrowUp", Some((_, at))) => at.checked_sub(1),
                ("ArrowRight", Some((_, at))) if is_open => Some(at + 1),
                ("ArrowLeft", Some((line, _))) if !is_open => {
                    let parent = encoding.parts.get(line.part).and_then(|part| part.parent);
                    parent.map(|parent| lines.partition_point(|line| line.part < parent))
                }
                ("ArrowRight" | "ArrowLeft" | "Enter" | " ", Some((line, _))) if line.has_children => {
                    fold.emit(line.part);
                    None
                }
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            if let Some(line) = next.and_then(|next| lines.get(next)) {
                go.emit(line.part);
            }
        })
    };
    let onclick = Callback::from(move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let Some(target) = target else { return };
        let row = target.closest("[data-part]").ok().flatten();
        let part = row.and_then(|row| row.get_attribute("data-part")?.parse::<usize>().ok());
        match part {
            Some(part) if target.class_name() == "fold" => fold.emit(part),
            Some(part) => go.emit(part),
            None => {}
        }
    });
    let draw = {
        let (lines, looked) = (lines.clone(), looked.clone());
        Callback::from(move |rows: Range<usize>| {
            let rows = lines.get(rows.start..rows.end.min(lines.len())).unwrap_or_default();
            let active = at.and_then(|at| lines.get(at)).map(|line| line.part);
            html! { <>{ for rows.iter().map(|line| row(&looked, *line, &folded, active)) }</> }
        })
    };
    html! {
        <div class="half">
            <Pane
                class="outline"
                role="tree"
                label={format!("ASN.1 elements of #{}", looked.object)}
                rows={lines.len()}
                height={ROW}
                sought={at}
                active={at.and_then(|at| lines.get(at)).map(|line| AttrValue::from(id(looked.object, line.part)))}
                {draw}
                {onclick}
                {onkeydown}
            />
        </div>
    }
}

fn id(object: usize, part: usize) -> String {
    format!("part-{object}-{part}")
}

/// The elements that are inside of none that is folded.
fn lines(encoding: &Encoding, folded: &HashSet<usize>) -> Vec<Line> {
    let parts = &encoding.parts;
    // How many children each element has, the last place being that of the outermost ones.
    let mut children = vec![0_usize; parts.len() + 1];
    let mut lines = Vec::with_capacity(parts.len());
    let mut hidden = None::<usize>;
    for (number, part) in parts.iter().enumerate() {
        let family = part.parent.unwrap_or(parts.len());
        let Some(count) = children.get_mut(family) else { continue };
        *count += 1;
        let position = *count;
        if hidden.is_some_and(|depth| part.depth > depth) {
            continue;
        }
        hidden = folded.contains(&number).then_some(part.depth);
        lines.push((number, position, family));
    }
    let finished = |(part, position, family): (usize, usize, usize)| Line {
        part,
        position,
        siblings: children.get(family).copied().unwrap_or(position),
        has_children: children.get(part).is_some_and(|count| *count > 0),
    };
    lines.into_iter().map(finished).collect()
}

fn row(looked: &Looked, line: Line, folded: &HashSet<usize>, active: Option<usize>) -> Html {
    let encoding = &looked.encoding;
    let Some(part) = encoding.parts.get(line.part) else { return Html::default() };
    let is_chosen = active == Some(line.part);
    let is_open = !folded.contains(&line.part);
    let is_faulty = looked.faults.iter().any(|fault| encoding.innermost(fault.bytes) == Some(line.part));
    let class = classes!(
        "part",
        format!("deep-{}", part.depth.min(DEEPEST)),
        is_chosen.then_some("is-chosen"),
        is_faulty.then_some("is-faulty"),
    );
    html! {
        <div
            key={line.part}
            id={id(looked.object, line.part)}
            {class}
            role="treeitem"
            data-part={line.part.to_string()}
            aria-level={(part.depth + 1).to_string()}
            aria-posinset={line.position.to_string()}
            aria-setsize={line.siblings.to_string()}
            aria-expanded={line.has_children.then(|| is_open.to_string())}
            aria-selected={is_chosen.to_string()}
        >
            <span class={if line.has_children { "fold" } else { "leaf" }} aria-hidden="true">
                { if !line.has_children { "" } else if is_open { "▾" } else { "▸" } }
            </span>
            if is_faulty {
                <span class="flaw"><Drawn icon={Icon::Warning} /><span class="hidden">{ "Marked:" }</span></span>
            }
            if let Some(field) = field(looked, part) {
                <b>{ field }</b>
            }
            <span class="type">{ encoding.type_name(part) }</span>
            <span class="value">{ encoding.value(part) }</span>
            <small>{ format!("{} + {}", part.range.start, part.range.len()) }</small>
        </div>
    }
}

/// What the field is called that this element is, or is the content of.
fn field<'a>(looked: &'a Looked, part: &Part) -> Option<&'a AttrValue> {
    looked.fields.get(&part.range).or_else(|| looked.fields.get(&part.content))
}
