//! Every name, and the certificates that carry it.

use std::collections::BTreeMap;

use yew::prelude::*;

use crate::card::link;
use crate::page::Page;

/// Most names that are listed.
const MOST: usize = 500;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Names(Props { page }: &Props) -> Html {
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let document = &inspected.document;
    let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for object in &document.objects {
        for name in object.certificate.iter().flat_map(|certificate| &certificate.subject_alternative_names) {
            names.entry(name).or_default().push(object.id);
        }
    }
    if names.is_empty() {
        return html! { <p class="absent">{ "No certificate here carries a subject alternative name." }</p> };
    }
    let more = names.len().saturating_sub(MOST);
    html! {
        <div class="card">
            <table>
                <caption>{ "Names that servers and clients are checked against. A common name is none of them." }</caption>
                <thead><tr><th scope="col">{ "Kind" }</th><th scope="col">{ "Name" }</th><th scope="col">{ "Certificates" }</th></tr></thead>
                <tbody>
                    { for names.iter().take(MOST).map(|(name, holders)| {
                        let (kind, value) = name.split_once(':').unwrap_or(("", name));
                        html! {
                            <tr>
                                <td>{ kind.to_owned() }</td>
                                <th scope="row"><code>{ value.to_owned() }</code></th>
                                <td><ul class="plain">{ for holders.iter().take(8).map(|id| html! { <li>{ link(page, document, *id) }</li> }) }</ul>
                                    if holders.len() > 8 { <small>{ format!("and {} more", holders.len() - 8) }</small> }
                                </td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
            if more > 0 { <p class="absent">{ format!("{more} more names; the report has all of them.") }</p> }
        </div>
    }
}
