//! The box: a text area over a layer that draws what was found in it.

use certlens::span::Span;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ClipboardEvent, HtmlTextAreaElement};
use yew::prelude::*;
use zeroize::Zeroizing;

use crate::files::named;
use crate::focus;
use crate::history::Edit;
use crate::listen::{line, use_document_event};
use crate::mark::{self, Mark};
use crate::mask;
use crate::offset::{from_utf16, to_utf16};
use crate::page::{LONGEST_TEXT, Page};
use crate::state::{Action, Change};

const MOVED: &str = "What was put into that field holds a private key or a password. It stands masked in the box now, and not in the field.";

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
    use_event_for_box("paste", page, area, paste);
    use_event_for_box("input", page, area, keep_out);
    let oninput = page.on(|page, event: InputEvent| {
        typed(page, &event.target_unchecked_into::<HtmlTextAreaElement>());
    });
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
                {onkeyup}
                {onclick}
            />
        </div>
    }
}

/// Has `act` done about events of this name, wherever they happen.
#[hook]
fn use_event_for_box(
    name: &'static str,
    page: &Page,
    area: &NodeRef,
    act: fn(&Page, &HtmlTextAreaElement, &Event),
) {
    let area = area.clone();
    let callback = use_callback(page.clone(), move |event: Event, page| {
        if let Some(area) = area.cast() {
            act(page, &area, &event);
        }
    });
    use_document_event(name, callback);
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
    let is_one = text.len().abs_diff(page.state.text.len()) <= 1;
    let masked = page.mask(&text);
    let count = masked.secrets.len();
    if count > 0 {
        put(area, &masked.text, masked.text.len());
    }
    page.act(Action::Change(Change::Edit {
        text: masked.text.into(),
        how: match count {
            0 if is_one => Edit::Typed,
            0 => Edit::Put,
            _ => Edit::Unmasked,
        },
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

/// Takes what the clipboard holds, wherever on the page it was pasted. Another field keeps what is meant for it: a line without a secret.
fn paste(page: &Page, area: &HtmlTextAreaElement, event: &Event) {
    let Some(clipboard) = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data) else {
        return;
    };
    let field = line(event);
    let files = clipboard.files().map(|list| named(&list)).unwrap_or_default();
    if !files.is_empty() {
        event.prevent_default();
        return page.open(files);
    }
    let Ok(text) = js_sys::Reflect::get(&clipboard, &"getData".into())
        .and_then(|get| js_sys::Function::from(get).call1(&clipboard, &"text/plain".into()))
        .and_then(JsCast::dyn_into::<js_sys::JsString>)
    else {
        return;
    };
    let is_long = text.length() + area.text_length() > LONGEST_TEXT;
    let piece = Zeroizing::new(if is_long { String::new() } else { String::from(&text) });
    if field.is_some() && !is_long && !mask::is_secret(&piece) {
        return;
    }
    event.prevent_default();
    event.stop_propagation();
    if is_long {
        page.attach_text(text);
    } else if field.is_some() {
        move_over(page, area, &piece);
    } else {
        insert(page, area, &piece);
    }
}

/// No other field may hold a secret, however it came there.
fn keep_out(page: &Page, area: &HtmlTextAreaElement, event: &Event) {
    let Some(field) = line(event) else { return };
    let value = Zeroizing::new(field.value());
    if mask::is_secret(&value) {
        // The event goes on, so that everybody hears that the field is blank.
        field.set_value("");
        move_over(page, area, &value);
    }
}

/// Puts into the box what was meant for another field and holds a secret.
fn move_over(page: &Page, area: &HtmlTextAreaElement, piece: &str) {
    insert(page, area, piece);
    focus::on("#box");
    page.act(Action::NotTaken(MOVED.into()));
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
    let own = start..start + piece.len();
    let is_own = |secret: &mask::Secret| own.start <= secret.was.start && secret.was.end <= own.end;
    let how = match before.is_empty() && after.is_empty() {
        _ if !masked.secrets.iter().all(is_own) => Edit::Unmasked,
        true => Edit::Replaced,
        false => Edit::Put,
    };
    page.act(Action::Change(Change::Edit { text: masked.text.into(), how }));
}

/// Setting the value empties the browser's own history of the box, in which a key might stand.
fn put(area: &HtmlTextAreaElement, text: &str, caret: usize) {
    area.set_value(text);
    let caret = to_utf16(text, caret);
    if let Err(error) = area.set_selection_range(caret, caret) {
        web_sys::console::error_1(&error);
    }
}
