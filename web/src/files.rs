//! The files that the worker holds, and the rows of the one that is looked into.

use std::rc::Rc;

use certlens::span::Span;
use wasm_bindgen::JsValue;
use web_sys::{FileList, HtmlElement, HtmlInputElement, Node};
use yew::prelude::*;

use crate::focus;
use crate::icon::{Drawn, Icon};
use crate::message::{File, Rows};
use crate::offset::from_utf16;
use crate::page::Page;

/// The height of a row in pixels, as `styles/editor.css` has it.
const ROW: usize = 20;
/// Rows asked for at once.
const ASKED: usize = 120;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Files(Props { page }: &Props) -> Html {
    let looked_into = use_state_eq(|| None::<usize>);
    let chosen = page.state.selection.and_then(|selection| selection.text).map(|text| text.source);
    let count = page.state.files.len();
    {
        let looked_into = looked_into.clone();
        use_effect_with(chosen, move |chosen| {
            if let Some(source) = chosen.filter(|source| *source < count) {
                looked_into.set(Some(source));
            }
        });
    }
    let onchange = page.on(|page, event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        let list = input.files();
        page.open(list.iter().flat_map(named).collect());
        input.set_value("");
    });
    html! {
        <div class="files">
            <ul>{ for page.state.files.iter().enumerate().map(|(at, file)| entry(page, &looked_into, at, file)) }</ul>
            <div class="choices">
                <label class="button">
                    <Drawn icon={Icon::File} />{ "Open files" }
                    <input type="file" class="hidden" multiple=true onchange={onchange.clone()} />
                </label>
                <label class="button">
                    <Drawn icon={Icon::File} />{ "Open a folder" }
                    <input type="file" class="hidden" webkitdirectory=true {onchange} />
                </label>
            </div>
            if let Some(source) = looked_into.filter(|source| *source < count) {
                <Viewer key={source} page={page.clone()} {source} />
            }
        </div>
    }
}

/// The files of a list, each under its name; in a folder that was chosen, under its path there.
pub(crate) fn named(list: &FileList) -> Vec<(String, web_sys::File)> {
    let files = (0..list.length()).filter_map(|at| list.get(at));
    let name = |file: &web_sys::File| {
        let path = js_sys::Reflect::get(file, &JsValue::from("webkitRelativePath")).ok();
        let path = path.and_then(|path| path.as_string()).filter(|path| !path.is_empty());
        path.unwrap_or_else(|| file.name())
    };
    files.map(|file| (name(&file), file)).collect()
}

fn entry(page: &Page, looked_into: &UseStateHandle<Option<usize>>, at: usize, file: &File) -> Html {
    let id = file.id;
    let remove = page.on(move |page, _: MouseEvent| {
        if focus::on(&format!("#file-{id} + li .copy")).is_none() {
            focus::on(".files label input");
        }
        page.detach(id);
    });
    let is_open = **looked_into == Some(at);
    let look = {
        let looked_into = looked_into.clone();
        Callback::from(move |_: MouseEvent| looked_into.set((!is_open).then_some(at)))
    };
    html! {
        <li key={id} id={format!("file-{id}")}>
            <button type="button" class="link" aria-expanded={is_open.to_string()} onclick={look}>
                <Drawn icon={Icon::File} />{ &file.name }
            </button>
            <small>{ size(file.size) }</small>
            <button type="button" class="copy" aria-label={format!("Remove {}", file.name)} title="Remove" onclick={remove}>
                <Drawn icon={Icon::Close} />
            </button>
        </li>
    }
}

fn size(bytes: usize) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

#[derive(Properties, PartialEq)]
struct ViewerProps {
    page: Page,
    source: usize,
}

/// The rows of a file in sight, secrets masked; the worker holds the rest.
#[component]
fn Viewer(ViewerProps { page, source }: &ViewerProps) -> Html {
    let source = *source;
    let from = use_state_eq(|| 0_usize);
    let pane = use_node_ref();
    let rows = page.state.rows.clone();
    let answered = page.state.inspected.as_ref().map(|inspected| inspected.generation);
    {
        let page = page.clone();
        use_effect_with((source, *from, answered), move |(source, from, _)| page.rows(*source, *from, ASKED));
    }
    let chosen =
        page.state.selection.and_then(|selection| selection.text).filter(|text| text.source == source);
    {
        let page = page.clone();
        use_effect_with((chosen, answered), move |(chosen, _)| {
            if let Some(text) = chosen {
                page.find_row(source, text.start);
            }
        });
    }
    {
        let pane = pane.clone();
        use_effect_with(rows.found, move |found| reveal(&pane, *found));
    }
    let shown = if rows.source == source { rows } else { Rc::default() };
    {
        let pane = pane.clone();
        use_effect_with((shown.from, shown.total), move |(first, total)| lay_out(&pane, *first, *total));
    }
    let onscroll = {
        Callback::from(move |event: Event| {
            let scrolled = event.target_unchecked_into::<HtmlElement>().scroll_top();
            let row = usize::try_from(scrolled).unwrap_or_default() / ROW;
            from.set(row.saturating_sub(40) / 40 * 40);
        })
    };
    let onclick = {
        let (page, shown) = (page.clone(), shown.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(text) = marked(source, &shown) {
                page.trace(text);
            }
        })
    };
    html! {
        <div class="viewer" ref={pane} tabindex="0" role="region" aria-label="Text of the file" {onscroll} {onclick}>
            <div class="spacer"><ol class="window">{ for lines(&shown, chosen) }</ol></div>
        </div>
    }
}

fn lines(shown: &Rows, chosen: Option<Span>) -> impl Iterator<Item = Html> {
    let mut rows = shown.rows.iter().peekable();
    core::iter::from_fn(move || {
        let row = rows.next()?;
        let end = rows.peek().map_or_else(|| row.offset + row.text.len().max(1), |next| next.offset);
        let is_chosen = chosen.is_some_and(|text| text.start < end && row.offset < text.end);
        Some(html! {
            <li key={row.offset} class={is_chosen.then_some("chosen")} data-at={row.offset.to_string()}>
                <span class="offset">{ row.offset }</span>{ &row.text }
            </li>
        })
    })
}

/// What of the file is marked, or where the caret stands.
fn marked(source: usize, shown: &Rows) -> Option<Span> {
    let selection = web_sys::window()?.get_selection().ok()??;
    let one = place(shown, &selection.anchor_node()?, selection.anchor_offset())?;
    let other = place(shown, &selection.focus_node()?, selection.focus_offset())?;
    Some(Span::new(source, one.min(other), one.max(other)))
}

/// The byte of the file at UTF-16 unit `unit` of the text in `node`.
fn place(shown: &Rows, node: &Node, unit: u32) -> Option<usize> {
    let line = node.parent_element()?.closest("li[data-at]").ok()??;
    let offset: usize = line.get_attribute("data-at")?.parse().ok()?;
    let row = shown.rows.iter().find(|row| row.offset == offset)?;
    // Before the text stands its offset, which is no part of it.
    let is_text = node.parent_node().is_some_and(|parent| *parent == **line);
    Some(match (is_text, shown.are_octets) {
        (false, _) => offset,
        (true, true) => offset + usize::try_from(unit).unwrap_or_default() / 3,
        (true, false) => offset + from_utf16(&row.text, unit),
    })
}

/// Brings a row into sight, unless it is.
fn reveal(pane: &NodeRef, row: Option<usize>) {
    let (Some(row), Some(pane)) = (row, pane.cast::<web_sys::Element>()) else { return };
    let rows = |pixels: i32| usize::try_from(pixels).unwrap_or_default() / ROW;
    let first = rows(pane.scroll_top());
    if !(first..first + rows(pane.client_height())).contains(&row) {
        pane.set_scroll_top(i32::try_from(row.saturating_sub(4) * ROW).unwrap_or(i32::MAX));
    }
}

fn lay_out(pane: &NodeRef, first: usize, total: usize) {
    let Some(pane) = pane.cast::<web_sys::Element>() else { return };
    let set = |selector: &str, property: &str, pixels: usize| {
        let element = pane.query_selector(selector).ok().flatten();
        let style = element.and_then(|element| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(element).ok());
        if let Some(Err(error)) = style.map(|e| e.style().set_property(property, &format!("{pixels}px"))) {
            web_sys::console::error_1(&error);
        }
    };
    set(".spacer", "height", total * ROW);
    set(".window", "top", first * ROW);
}
