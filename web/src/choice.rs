//! What is chosen, in a line: the words for what is marked in the paste, in the fields and in the bytes.

use certlens::describe::Node;
use certlens::span::ByteRange;
use yew::prelude::*;

use crate::bytes::place;
use crate::copy::Copy;
use crate::focus;
use crate::icon::{Drawn, Icon};
use crate::page::Page;
use crate::state::{Action, Notice, State};
use crate::words::words;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Choice(Props { page }: &Props) -> Html {
    let chosen = page.state.selection.and_then(|selection| selection.object);
    {
        let page = page.clone();
        use_effect_with(chosen, move |chosen| {
            if let Some(object) = chosen.filter(|object| !page.state.details.contains_key(object)) {
                page.describe(object);
            }
        });
    }
    let line = chosen.and_then(|object| line(page, object));
    html! { <div class="choice" role="status">{ line }</div> }
}

fn line(page: &Page, object: usize) -> Option<Html> {
    let state = &page.state;
    let title = state.inspected.as_ref()?.document.objects.get(object)?.title.clone();
    let bytes = state.selection.and_then(|selection| selection.bytes);
    let field = field(state);
    let look = page.on(move |page, _: MouseEvent| {
        page.act(Action::Look { object, is_open: true });
        if let Some(selection) = page.state.selection {
            page.act(Action::Show(selection));
        }
    });
    let leave = page.on(|page, _: MouseEvent| {
        focus::on(".key-help summary");
        page.act(Action::Select(None));
    });
    Some(html! {
        <p>
            <span class="choice-words">
                if let Some(field) = field {
                    <b>{ &*field.label }</b>{ " of " }
                }
                { format!("#{object} ") }{ words(&title) }
                if let Some(bytes) = bytes {
                    { format!(", {}", place(bytes)) }
                }
            </span>
            if let Some((what, text)) = copied(state) {
                <Copy page={page.clone()} {what} {text} />
            }
            <button type="button" class="link" onclick={look}>{ "See the bytes" }</button>
            <button type="button" class="copy" aria-label="Choose nothing" title="Choose nothing" onclick={leave}><Drawn icon={Icon::Close} /></button>
        </p>
    })
}

/// What the chosen field is called and its value, as they are copied; of an object without a chosen field its fingerprint.
fn copied(state: &State) -> Option<(String, String)> {
    let object = state.selection?.object?;
    if let Some(field) = field(state).filter(|field| !field.value.is_empty()) {
        return Some((format!("{} of #{object}", field.label), field.value.clone()));
    }
    let own = state.inspected.as_ref()?.document.objects.get(object)?;
    // A private key is known by the pin of its public half.
    let (what, text) = match (&own.sha256, &own.spki_sha256) {
        (Some(sha256), _) => ("SHA-256 fingerprint", sha256),
        (None, Some(pin)) => ("SHA-256 key pin", pin),
        (None, None) => return None,
    };
    Some((format!("{what} of #{object}, hex"), text.clone()))
}

/// Copies what is chosen, or says that nothing is.
pub(crate) fn copy(page: &Page) {
    match copied(&page.state) {
        Some((what, text)) => page.act(crate::copy::copied(&what.into(), &text)),
        None => page.act(Action::Notify(Some(Notice::NothingChosen))),
    }
}

/// The smallest field that has the chosen bytes in it.
fn field(state: &State) -> Option<&Node> {
    let selection = state.selection?;
    let tree = &state.details.get(&selection.object?)?.tree;
    let mut node = None;
    let mut children = &tree.children;
    for at in way_to(tree, selection.bytes?)? {
        node = children.get(at);
        children = &node?.children;
    }
    node
}

/// The way from the root to the smallest node that has `bytes` in it; of several that are as small, to the outermost.
pub(crate) fn way_to(tree: &Node, bytes: ByteRange) -> Option<Vec<usize>> {
    let mut best: Option<(usize, Vec<usize>)> = None;
    let mut open: Vec<(&Node, Vec<usize>)> = vec![(tree, Vec::new())];
    while let Some((node, way)) = open.pop() {
        let around = node.at.filter(|at| at.start <= bytes.start && bytes.end <= at.end);
        if let Some(at) = around.filter(|at| best.as_ref().is_none_or(|(length, _)| at.len() < *length))
            && !way.is_empty()
        {
            best = Some((at.len(), way.clone()));
        }
        for (number, child) in node.children.iter().enumerate().rev() {
            open.push((child, [way.as_slice(), &[number]].concat()));
        }
    }
    best.map(|(_, way)| way)
}
