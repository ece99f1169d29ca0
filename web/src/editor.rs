//! The box: a text area over a layer that draws what was found in it.

use certlens::span::Span;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ClipboardEvent, HtmlTextAreaElement};
use yew::prelude::*;
use zeroize::Zeroizing;

use crate::files::named;
use crate::listen::use_document_event;
use crate::mark::{self, Mark};
use crate::offset::{from_utf16, to_utf16};
use crate::page::{LONGEST_TEXT, Page};
use crate::state::{Action, Change};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    pub(crate) area: NodeRef,
}

#[component]
pub(crate) fn Editor(Props { page, area }: &Props) -> Html {
    let text = page.state.text.clone();
    {
        let area = area.clone();
        use_effect_with(text.clone(), move |text| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>()
                && area.value() != text.as_str()
            {
                area.set_value(text);
            }
        });
    }
    let marks = mark::all(&page.state);
    {
        let area = area.clone();
        let chosen = marks.iter().find(|mark| mark.kind == mark::Kind::Chosen).cloned();
        use_effect_with(chosen, move |chosen| {
            if chosen.is_some() {
                reveal(&area);
            }
        });
    }
    let before = {
        let area = area.clone();
        use_callback(page.clone(), move |event: Event, page| {
            let in_box = area.get().map(JsValue::from) == event.target().map(JsValue::from);
            if in_box && let Ok(event) = event.dyn_into::<InputEvent>() {
                before_input(page, &event);
            }
        })
    };
    use_document_event("beforeinput", before);
    let oninput = page.on(|page, event: InputEvent| {
        typed(page, &event.target_unchecked_into::<HtmlTextAreaElement>());
    });
    let onpaste = page.on(|page, event: Event| {
        if let Some(area) = event.target().and_then(|target| target.dyn_into().ok()) {
            paste(page, &area, &event);
        }
    });
    let onkeydown = page.on(undo_or_redo);
    let onkeyup = page.on(|page, event: KeyboardEvent| {
        if matches!(
            event.key().as_str(),
            "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "Home" | "End"
        ) {
            trace(page, &event.target_unchecked_into());
        }
    });
    let onclick = page.on(|page, event: MouseEvent| trace(page, &event.target_unchecked_into()));
    html! {
        <div class="editor">
            <div class="layer" aria-hidden="true">{ for drawn(&text, &marks) }{ "\n" }</div>
            <textarea
                id="box"
                ref={area.clone()}
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                placeholder="Paste certificates, keys, bundles or Kubernetes Secrets: PEM, YAML, JSON, base64, hex …"
                aria-describedby="box-note"
                {oninput}
                {onpaste}
                {onkeydown}
                {onkeyup}
                {onclick}
            />
        </div>
    }
}

fn drawn<'a>(text: &'a str, marks: &'a [Mark]) -> impl Iterator<Item = Html> + 'a {
    let mut end = 0;
    let last = marks.last().map_or(0, |mark| mark.range.end);
    let inner = marks.iter().flat_map(move |mark| {
        let before = text.get(end..mark.range.start).unwrap_or_default().to_owned();
        end = mark.range.end;
        let marked = text.get(mark.range.clone()).unwrap_or_default().to_owned();
        [html! { { before } }, html! { <mark class={mark.kind.class()}>{ marked }</mark> }]
    });
    inner.chain(core::iter::once(html! { { text.get(last..).unwrap_or_default().to_owned() } }))
}

/// Chooses what the characters at the caret encode, or those that are marked.
fn trace(page: &Page, area: &HtmlTextAreaElement) {
    let state = &page.state;
    let in_box = state.inspected.as_ref().and_then(|inspected| inspected.in_box);
    let Some(source) = in_box else { return };
    let at = |unit: Result<Option<u32>, _>| {
        let unit: Option<u32> = unit.ok().flatten();
        from_utf16(&state.text, unit.unwrap_or_default())
    };
    page.trace(Span::new(source, at(area.selection_start()), at(area.selection_end())));
}

/// Brings what is chosen into sight, without moving the focus. Nothing moves if some of it is in sight.
fn reveal(area: &NodeRef) {
    let Some(layer) = area.cast::<web_sys::Element>().and_then(|area| area.previous_element_sibling()) else {
        return;
    };
    let (Ok(Some(chosen)), Some(pane)) = (layer.query_selector(".chosen"), layer.parent_element()) else {
        return;
    };
    let (chosen, place) = (chosen.get_bounding_client_rect(), pane.get_bounding_client_rect());
    let distance = chosen.top() - place.top();
    if chosen.bottom() < place.top() || distance > f64::from(pane.client_height()) - 48.0 {
        #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "pixels on a page")]
        let distance = distance as i32;
        pane.set_scroll_top(pane.scroll_top() + distance - pane.client_height() / 3);
    }
}

fn before_input(page: &Page, event: &InputEvent) {
    match event.input_type().as_str() {
        "historyUndo" => {
            event.prevent_default();
            page.act(Action::Change(Change::Undo));
        }
        "historyRedo" => {
            event.prevent_default();
            page.act(Action::Change(Change::Redo));
        }
        _ if event.is_composing() => {}
        // More than a key press brings: it may be a key, and must be masked before it is in the box.
        _ => {
            if let Some(data) = event.data().filter(|data| data.chars().nth(1).is_some()) {
                event.prevent_default();
                if let Some(area) = event.target().and_then(|target| target.dyn_into().ok()) {
                    insert(page, &area, &Zeroizing::new(data));
                }
            }
        }
    }
}

fn typed(page: &Page, area: &HtmlTextAreaElement) {
    let text = Zeroizing::new(area.value());
    let is_step = text.len().abs_diff(page.state.text.len()) > 1 || text.ends_with('\n');
    let masked = page.mask(&text);
    let count = masked.secrets.len();
    if count > 0 {
        put(area, &masked.text, masked.text.len());
    }
    page.act(Action::Change(Change::Edit {
        text: masked.text.into(),
        masked: count,
        is_step: is_step && count == 0,
    }));
}

/// Takes what was put into the box of index.html, and leaves nothing of it there.
pub(crate) fn take_over(page: &Page, area: &HtmlTextAreaElement, early: &HtmlTextAreaElement) {
    if early.text_length() > LONGEST_TEXT {
        page.attach_text(early.value().into());
    } else if early.text_length() > 0 {
        area.set_value(&Zeroizing::new(early.value()));
        typed(page, area);
    }
    early.set_value("");
}

/// Takes what the clipboard holds, wherever on the page it was pasted.
pub(crate) fn paste(page: &Page, area: &HtmlTextAreaElement, event: &Event) {
    let Some(clipboard) = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data) else {
        return;
    };
    event.prevent_default();
    event.stop_propagation();
    let files = clipboard.files().map(|list| named(&list)).unwrap_or_default();
    if !files.is_empty() {
        return page.open(files);
    }
    let Ok(text) = js_sys::Reflect::get(&clipboard, &"getData".into())
        .and_then(|get| js_sys::Function::from(get).call1(&clipboard, &"text/plain".into()))
        .and_then(JsCast::dyn_into::<js_sys::JsString>)
    else {
        return;
    };
    if text.length() + area.text_length() > LONGEST_TEXT {
        page.attach_text(text);
    } else {
        insert(page, area, &Zeroizing::new(String::from(&text)));
    }
}

/// Puts `piece` where the caret is, masked.
fn insert(page: &Page, area: &HtmlTextAreaElement, piece: &str) {
    let text = area.value();
    let caret = |at: Result<Option<u32>, _>| {
        let at: Option<u32> = at.unwrap_or_default();
        at.map_or(text.len(), |at| from_utf16(&text, at))
    };
    let (start, end) = (caret(area.selection_start()), caret(area.selection_end()));
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let whole = Zeroizing::new([before, piece, after].concat());
    let masked = page.mask(&whole);
    let caret = masked.secrets.iter().fold(start + piece.len(), |caret, secret| {
        if secret.was.end <= start + piece.len() {
            (caret + secret.at.len()).saturating_sub(secret.was.len())
        } else {
            caret
        }
    });
    put(area, &masked.text, caret);
    page.act(Action::Change(Change::Edit {
        masked: masked.secrets.len(),
        text: masked.text.into(),
        is_step: true,
    }));
}

/// Setting the value empties the browser's own history of the box, in which a key might stand.
fn put(area: &HtmlTextAreaElement, text: &str, caret: usize) {
    area.set_value(text);
    let caret = to_utf16(text, caret);
    if let Err(error) = area.set_selection_range(caret, caret) {
        web_sys::console::error_1(&error);
    }
}

fn undo_or_redo(page: &Page, event: KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    let action = match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Action::Change(Change::Undo),
        ("z", true) | ("y", _) => Action::Change(Change::Redo),
        _ => return,
    };
    event.prevent_default();
    page.act(action);
}
