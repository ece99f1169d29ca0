//! The bytes of an object: its ASN.1 elements and its hexadecimal octets, in step.

mod hex;
mod outline;

use std::collections::HashMap;
use std::rc::Rc;

use certlens::describe::Node;
use certlens::describe::encoding::Encoding;
use certlens::inventory::ObjectKind;
use certlens::report::document::{FindingDocument, ObjectDocument};
use certlens::sort;
use certlens::span::ByteRange;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use crate::copy::Copy;
use crate::icon::{Drawn, Icon};
use crate::message::Details;
use crate::page::Page;
use crate::state::{Action, Inspected, Selection};
use crate::words::words;
use hex::Hex;
use outline::Outline;

/// Most places that are marked.
const MOST_MARKS: usize = 200;
/// Most octets of a field that can be copied at once.
const MOST_COPIED: usize = 1 << 16;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    pub(crate) object: usize,
}

/// Bytes that a defect or a finding points at, and what it says.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) bytes: ByteRange,
    pub(crate) message: AttrValue,
}

/// What both halves of the view are of.
#[derive(Clone, PartialEq)]
pub(crate) struct Looked {
    pub(crate) object: usize,
    pub(crate) encoding: Rc<Encoding>,
    /// What the fields are called that are made of these bytes.
    pub(crate) fields: Rc<HashMap<ByteRange, AttrValue>>,
    pub(crate) faults: Rc<Vec<Fault>>,
    pub(crate) chosen: Option<ByteRange>,
}

#[component]
pub(crate) fn Bytes(Props { page, object }: &Props) -> Html {
    let id = *object;
    let is_open = page.state.looked_at == Some(id);
    let answered = page.state.inspected.as_ref().map(|inspected| inspected.generation);
    {
        let page = page.clone();
        use_effect_with((is_open, answered, id), move |(is_open, ..)| {
            if *is_open {
                page.bytes(id);
            }
        });
    }
    let ontoggle = page.on(move |page, event: Event| {
        let is_open = event.target_unchecked_into::<HtmlDetailsElement>().open();
        page.act(Action::Look { object: id, is_open });
    });
    html! {
        <details class="section" open={is_open} {ontoggle}>
            <summary>{ "Bytes" }</summary>
            if is_open {
                { opened(page, id) }
            }
        </details>
    }
}

fn opened(page: &Page, id: usize) -> Html {
    let state = &page.state;
    let object = state.inspected.as_ref().and_then(|inspected| inspected.document.objects.get(id));
    match (object, state.encodings.get(&id)) {
        (Some(object), _) if object.kind == ObjectKind::PrivateKey => html! {
            <p class="absent">{ "The bytes of a private key are wiped as soon as they were compared; there are none to show." }</p>
        },
        (Some(object), _) if object.sha256.is_none() => html! {
            <p class="absent">{ "What could not be read is not kept, so its bytes cannot be shown." }</p>
        },
        (Some(_), Some(encoding)) => {
            html! { <View page={page.clone()} object={id} encoding={encoding.clone()} /> }
        }
        _ => Html::default(),
    }
}

#[derive(Properties, PartialEq)]
struct ViewProps {
    page: Page,
    object: usize,
    encoding: Rc<Encoding>,
}

#[component]
fn View(ViewProps { page, object, encoding }: &ViewProps) -> Html {
    let id = *object;
    let details = page.state.details.get(&id).cloned();
    let fields = use_memo(details, |details| fields(details.as_deref()));
    let inspected = page.state.inspected.clone();
    let generation = inspected.as_ref().map(|inspected| inspected.generation);
    let faults = use_memo((generation, id), |_| faults(inspected.as_deref(), id));
    let chosen = page.state.selection.filter(|selection| selection.object == Some(id));
    let chosen = chosen.and_then(|selection| selection.bytes);
    let looked = Looked { object: id, encoding: encoding.clone(), fields, faults: faults.clone(), chosen };
    html! {
        <>
            <div class="bytes">
                <Outline page={page.clone()} looked={looked.clone()} />
                <Hex page={page.clone()} {looked} />
            </div>
            <p class="legend">
                <span class="octet-tag">{ "identifier" }</span>
                <span class="octet-length">{ "length" }</span>
                <span class="octet-oid">{ "OID" }</span>
                <span class="octet-text">{ "text" }</span>
                <span class="octet-time">{ "time" }</span>
                <span class="octet-number">{ "number" }</span>
                <span class="is-faulty">{ "marked" }</span>
                { for copies(page, id, encoding, chosen) }
            </p>
            if encoding.is_cut {
                <p class="absent">{ format!("The first {} elements are listed; the octets go on.", encoding.parts.len()) }</p>
            }
            { marked(page, id, &faults) }
        </>
    }
}

fn copies(page: &Page, object: usize, encoding: &Encoding, chosen: Option<ByteRange>) -> Option<Html> {
    let bytes = chosen.filter(|bytes| bytes.len() <= MOST_COPIED)?;
    let text = bytes.of(&encoding.bytes).iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    let what = format!("bytes {} to {} of #{object}, hex", bytes.start, bytes.end);
    Some(html! { <Copy page={page.clone()} {what} label="Copy the chosen bytes" {text} /> })
}

/// What is marked, in words, and the way there.
fn marked(page: &Page, object: usize, faults: &[Fault]) -> Html {
    let line = |fault: &Fault| {
        let selection = Selection { object: Some(object), bytes: Some(fault.bytes), text: None };
        let onclick = page.on(move |page, _: MouseEvent| page.select(selection));
        html! {
            <li>
                <button type="button" class="place" {onclick}>
                    <Drawn icon={Icon::Warning} />{ format!(" {}: ", place(fault.bytes)) }{ words(&fault.message) }
                </button>
            </li>
        }
    };
    if faults.is_empty() {
        return Html::default();
    }
    html! {
        <details class="held">
            <summary>{ format!("{} places are marked", faults.len()) }</summary>
            <ul class="marked">{ for faults.iter().map(line) }</ul>
        </details>
    }
}

/// `byte 12`, `bytes 12 to 20`.
pub(crate) fn place(bytes: ByteRange) -> String {
    match bytes.len() {
        0 | 1 => format!("byte {}", bytes.start),
        _ => format!("bytes {} to {}", bytes.start, bytes.end - 1),
    }
}

fn faults(inspected: Option<&Inspected>, id: usize) -> Vec<Fault> {
    let Some(inspected) = inspected else { return Vec::new() };
    let document = &inspected.document;
    let counts = |finding: &&FindingDocument| finding.object == Some(id) && finding.is_shown();
    let findings = document.findings.iter().filter(counts).filter_map(|finding| {
        let bytes = ByteRange::new(finding.start?, finding.end?);
        Some(Fault { bytes, message: finding.message.clone().into() })
    });
    let defects = document.objects.get(id).into_iter().flat_map(|object: &ObjectDocument| &object.defects);
    let defects = defects.map(|defect| Fault {
        bytes: ByteRange::new(defect.start, defect.end),
        message: defect.message.clone().into(),
    });
    let mut faults: Vec<Fault> = findings.chain(defects).take(MOST_MARKS).collect();
    sort::by_key(&mut faults, |fault| (fault.bytes.start, fault.bytes.end));
    faults.dedup();
    faults
}

/// The label of every field by its bytes; of two with the same bytes that of the outer one.
fn fields(details: Option<&Details>) -> HashMap<ByteRange, AttrValue> {
    let mut fields = HashMap::new();
    let mut open: Vec<&Node> = details.map(|details| &details.tree).into_iter().collect();
    while let Some(node) = open.pop() {
        if let Some(bytes) = node.at {
            fields.entry(bytes).or_insert_with(|| node.label.to_string().into());
        }
        open.extend(node.children.iter().rev());
    }
    fields
}
