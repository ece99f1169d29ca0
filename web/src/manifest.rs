//! Kubernetes objects and what stands under their keys.

use certlens::report::document::{EntryDocument, InspectionDocument, ManifestDocument};
use yew::prelude::*;

use crate::card::link;
use crate::page::Page;
use crate::state::Selection;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    pub(crate) number: usize,
}

#[component]
pub(crate) fn Manifest(Props { page, number }: &Props) -> Html {
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let document = &inspected.document;
    let Some(manifest) = document.manifests.get(*number) else { return Html::default() };
    html! {
        <article class="card manifest">
            <header class="card-head">
                <h3>{ &manifest.name }</h3>
                <span class="badge kind">{ manifest.secret_type.as_deref().unwrap_or(&manifest.kind) }</span>
            </header>
            { entries(page, document, manifest) }
        </article>
    }
}

fn entries(page: &Page, document: &InspectionDocument, manifest: &ManifestDocument) -> Html {
    if manifest.entries.is_empty() {
        return html! { <p class="absent">{ "No entries" }</p> };
    }
    html! {
        <table aria-label="Entries">
            <thead><tr><th scope="col">{ "Key" }</th><th scope="col">{ "State" }</th><th scope="col">{ "Holds" }</th></tr></thead>
            <tbody>{ for manifest.entries.iter().map(|entry| line(page, document, entry)) }</tbody>
        </table>
    }
}

fn line(page: &Page, document: &InspectionDocument, entry: &EntryDocument) -> Html {
    let selection = Selection { object: None, bytes: None, text: Some(entry.span) };
    let onclick = page.on(move |page, _: MouseEvent| page.select(selection));
    html! {
        <tr>
            <th scope="row"><button type="button" class="link" {onclick}>{ format!("{} › {}", entry.section, entry.key) }</button></th>
            <td>{ &entry.state }</td>
            <td>
                if entry.objects.is_empty() {
                    <span class="absent">{ "Nothing that was read" }</span>
                }
                <ul class="plain">{ for entry.objects.iter().map(|id| html! { <li>{ link(page, document, *id) }</li> }) }</ul>
            </td>
        </tr>
    }
}
