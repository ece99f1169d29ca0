//! The octets in hexadecimal, coloured by what they are.

use std::ops::Range;

use certlens::describe::encoding::{Encoding, Value};
use certlens::span::ByteRange;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::bytes::Looked;
use crate::page::Page;
use crate::pane::Pane;
use crate::state::Selection;

/// Octets in a row: as many as fit on a phone.
const OCTETS: usize = 8;
/// The height of a row in pixels, as `styles/bytes.css` has it.
const ROW: usize = 20;
/// Octets that are shown: browsers lay out no longer lists.
const SHOWN: usize = 4 << 20;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    pub(crate) looked: Looked,
}

#[component]
pub(crate) fn Hex(Props { page, looked }: &Props) -> Html {
    let encoding = &looked.encoding;
    let shown = encoding.bytes.len().min(SHOWN);
    let go = {
        let (object, encoding) = (looked.object, encoding.clone());
        page.on(move |page, part: Option<usize>| {
            if let Some(part) = part.and_then(|part| encoding.parts.get(part)) {
                page.select(Selection { object: Some(object), bytes: Some(part.range), text: None });
            }
        })
    };
    let onclick = {
        let (go, encoding) = (go.clone(), encoding.clone());
        Callback::from(move |event: MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let at = target.and_then(|octet| octet.get_attribute("data-at"));
            if let Some(at) = at.and_then(|at| at.parse::<usize>().ok()) {
                go.emit(encoding.innermost(ByteRange::new(at, at + 1)));
            }
        })
    };
    let onkeydown = {
        let current = looked.chosen.and_then(|bytes| encoding.innermost(bytes));
        Callback::from(move |event: KeyboardEvent| {
            let next = match (event.key().as_str(), current) {
                ("ArrowRight" | "ArrowDown", current) => Some(current.map_or(0, |current| current + 1)),
                ("ArrowLeft" | "ArrowUp", Some(current)) => current.checked_sub(1),
                _ => return,
            };
            event.prevent_default();
            go.emit(next);
        })
    };
    let draw = {
        let looked = looked.clone();
        Callback::from(
            move |rows: Range<usize>| html! { <>{ for rows.map(|row| line(&looked, shown, row)) }</> },
        )
    };
    html! {
        <div class="half octets">
            <Pane
                class="hex"
                label={format!("Octets of #{}; arrow keys go from element to element", looked.object)}
                rows={shown.div_ceil(OCTETS)}
                height={ROW}
                sought={looked.chosen.map(|bytes| bytes.start.min(shown) / OCTETS)}
                {draw}
                {onclick}
                {onkeydown}
            />
            if shown < encoding.bytes.len() {
                <p class="absent">{ format!("The first {shown} of {} octets are shown.", encoding.bytes.len()) }</p>
            }
        </div>
    }
}

fn line(looked: &Looked, shown: usize, row: usize) -> Html {
    let start = row * OCTETS;
    let range = ByteRange::new(start, (start + OCTETS).min(shown));
    let octets = range.of(&looked.encoding.bytes);
    let characters =
        octets.iter().map(|octet| if (0x20..0x7f).contains(octet) { char::from(*octet) } else { '·' });
    html! {
        <div class="hex-row" key={row}>
            <span class="offset">{ format!("{start:04x}") }</span>
            { for (start..).zip(octets).map(|(at, octet)| one(looked, at, *octet)) }
            <span class="characters" aria-hidden="true">{ characters.collect::<String>() }</span>
        </div>
    }
}

fn one(looked: &Looked, at: usize, octet: u8) -> Html {
    let byte = ByteRange::new(at, at + 1);
    let is_in = |bytes: ByteRange| bytes.start <= at && at < bytes.end.max(bytes.start + 1);
    let is_faulty =
        looked.faults.iter().take_while(|fault| fault.bytes.start <= at).any(|fault| is_in(fault.bytes));
    let is_chosen = looked.chosen.is_some_and(is_in);
    html! {
        <span
            class={classes!("octet", class(&looked.encoding, byte), is_faulty.then_some("is-faulty"), is_chosen.then_some("is-chosen"))}
            data-at={at.to_string()}
        >{ format!("{octet:02x}") }</span>
    }
}

/// The class of what an octet is part of.
fn class(encoding: &Encoding, byte: ByteRange) -> Option<&'static str> {
    let part = encoding.parts.get(encoding.innermost(byte)?)?;
    if byte.start == part.range.start {
        return Some("octet-tag");
    }
    if byte.start < part.content.start {
        return Some("octet-length");
    }
    match part.kind() {
        Value::Identifier => Some("octet-oid"),
        Value::Text => Some("octet-text"),
        Value::Time => Some("octet-time"),
        Value::Number => Some("octet-number"),
        Value::Elements | Value::Octets => None,
    }
}
