//! One object: what a reviewer asks first, then its path, then every field.

use certlens::inventory::ObjectKind;
use certlens::report::document::{InspectionDocument, ObjectDocument};
use certlens::report::vocabulary::RelationKind;
use yew::prelude::*;

use crate::badge::{kind, role, validity};
use crate::bytes::Bytes;
use crate::copy::Copy;
use crate::fact::{Fact, certificate_facts, fingerprints};
use crate::finding::{Findings, by_rule};
use crate::fix::FixParts;
use crate::icon::{Drawn, Icon};
use crate::message::Details;
use crate::page::Page;
use crate::path::Path;
use crate::state::{Inspected, Selection};
use crate::tree::Tree;
use crate::usages::UsageTables;
use crate::words::words;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    pub(crate) object: usize,
}

#[component]
pub(crate) fn Card(Props { page, object }: &Props) -> Html {
    let id = *object;
    let generation = page.state.inspected.as_ref().map(|inspected| inspected.generation);
    {
        let page = page.clone();
        use_effect_with((generation, id), move |_| page.describe(id));
    }
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let Some(object) = inspected.document.objects.get(id) else { return Html::default() };
    let details = page.state.details.get(&id).cloned();
    let is_chosen = page.state.selection.is_some_and(|selection| selection.object == Some(id));
    let findings = by_rule(&inspected.document.findings, |finding| finding.object == Some(id));
    html! {
        <article class={classes!("card", is_chosen.then_some("is-chosen"))} id={format!("object-{id}")} aria-labelledby={format!("title-{id}")}>
            { head(object) }
            <dl class="facts">
                { for matching(page, &inspected.document, object) }
                { for object.certificate.iter().flat_map(|certificate| certificate_facts(page, certificate)) }
                { key(object) }
                { origins(page, object) }
                { for fingerprints(page, object) }
            </dl>
            if !findings.is_empty() {
                <details class="section">
                    <summary>{ "Findings" }<span class="count">{ findings.iter().map(Vec::len).sum::<usize>() }</span></summary>
                    <ul class="findings">
                        { for findings.into_iter().map(|findings| html! { <Findings page={page.clone()} {findings} /> }) }
                    </ul>
                </details>
            }
            if let Some(details) = details {
                { more(page, &inspected, &details) }
            }
        </article>
    }
}

fn head(object: &ObjectDocument) -> Html {
    let certificate = object.certificate.as_ref();
    let name = certificate.map(|certificate| certificate.name.clone());
    html! {
        <header class="card-head">
            <span class="number">{ format!("#{}", object.id) }</span>
            <h3 id={format!("title-{}", object.id)}>{ name.unwrap_or_else(|| sentence(&object.title)) }</h3>
            <span class="badge kind">{ certificate.map_or_else(|| kind(object.kind), |c| role(c.role)) }</span>
            if let Some(certificate) = certificate {
                { validity(certificate) }
            }
        </header>
    }
}

/// With a capital letter.
pub(crate) fn sentence(title: &str) -> String {
    let (first, rest) = title.split_at_checked(1).unwrap_or(("", title));
    first.to_ascii_uppercase() + rest
}

fn key(object: &ObjectDocument) -> Html {
    object.key_algorithm.as_ref().map_or_else(Html::default, |key| html! { <Fact label="Key">{ key }</Fact> })
}

/// What has the same key: the private key of a certificate, the certificates of a private key.
fn matching(page: &Page, document: &InspectionDocument, object: &ObjectDocument) -> Option<Html> {
    let is_private = object.kind == ObjectKind::PrivateKey;
    let others: Vec<usize> = if is_private {
        let of_it = document.relations.iter().filter(|relation| relation.kind == RelationKind::KeyOf);
        of_it.filter(|relation| relation.from == object.id).map(|relation| relation.to).collect()
    } else {
        keys_of(document, object.id)
    };
    let label = if is_private { "Key of" } else { "Private key" };
    match others.as_slice() {
        [] if is_private => {
            let word =
                if object.spki_sha256.is_some() { "Matches nothing found here" } else { "Not compared" };
            Some(html! {
                <Fact {label}><span class="state undetermined"><Drawn icon={Icon::Undetermined} />{ word }</span></Fact>
            })
        }
        [] => None,
        others => Some(html! {
            <Fact {label}>
                <span class="state pass"><Drawn icon={Icon::Pass} />{ "Matches" }</span>
                { " " }
                { for others.iter().map(|other| link(page, document, *other)) }
            </Fact>
        }),
    }
}

/// The private keys of what has a public key.
pub(crate) fn keys_of(document: &InspectionDocument, holder: usize) -> Vec<usize> {
    let keys = document
        .relations
        .iter()
        .filter(|relation| relation.kind == RelationKind::KeyOf && relation.to == holder);
    keys.map(|relation| relation.from).collect()
}

/// A way to another object.
pub(crate) fn link(page: &Page, document: &InspectionDocument, id: usize) -> Html {
    let onclick = page.on(move |page, _: MouseEvent| page.show(id));
    let title = document.objects.get(id).map(|object| object.title.clone());
    html! { <button type="button" class="link" {onclick}>{ format!("#{id} ") }{ title.as_deref().map(words) }</button> }
}

fn origins(page: &Page, object: &ObjectDocument) -> Html {
    let place = |origin: &certlens::report::document::OriginDocument| {
        let text = certlens::span::Span::new(origin.source_index, origin.start, origin.end);
        let selection = Selection { object: Some(object.id), bytes: None, text: Some(text) };
        let onclick = page.on(move |page, _: MouseEvent| page.select(selection));
        html! { <li><button type="button" class="link" {onclick}>{ &origin.path }</button></li> }
    };
    html! { <Fact label="Found at"><ul class="plain">{ for object.origins.iter().map(place) }</ul></Fact> }
}

fn more(page: &Page, inspected: &Inspected, details: &Details) -> Html {
    html! {
        <>
            if let Some(path) = details.path.clone() {
                <Path page={page.clone()} {path} generation={inspected.generation} />
            }
            if let Some(fix) = details.fix.clone() {
                <FixParts page={page.clone()} {fix} />
            }
            if let Some(usages) = details.usages.clone() {
                <UsageTables {usages} />
            }
            <details class="fields">
                <summary>{ "All fields" }</summary>
                <Tree page={page.clone()} object={details.object} tree={details.tree.clone()} />
                <Copy page={page.clone()} what={format!("all fields of #{}, as text", details.object)} label="Copy all fields as text" text={outline(&details.tree)} />
            </details>
            <Bytes page={page.clone()} object={details.object} />
        </>
    }
}

/// The tree as indented text.
fn outline(tree: &certlens::describe::Node) -> String {
    let mut text = String::new();
    let mut open = vec![(tree, 0_usize)];
    while let Some((node, depth)) = open.pop() {
        text.push_str(&format!("{}{}: {}\n", "  ".repeat(depth), node.label, node.value));
        open.extend(node.children.iter().rev().map(|child| (child, depth + 1)));
    }
    text
}
