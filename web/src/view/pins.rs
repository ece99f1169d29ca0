//! Pins of every key, in the forms that the configurations of clients take.

use certlens::report::document::ObjectDocument;
use yew::prelude::*;

use crate::card::link;
use crate::copy::Copy;
use crate::page::Page;

/// Most objects that are listed.
const MOST: usize = 100;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Pins(Props { page }: &Props) -> Html {
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let document = &inspected.document;
    let pinned: Vec<&ObjectDocument> = document
        .objects
        .iter()
        .filter(|object| object.spki_sha256.is_some() || object.sha256.is_some())
        .collect();
    if pinned.is_empty() {
        return html! { <p class="absent">{ "Nothing here has a key or a fingerprint to pin." }</p> };
    }
    let more = pinned.len().saturating_sub(MOST);
    html! {
        <>
            { for pinned.iter().take(MOST).map(|object| html! {
                <section class="card">
                    <h3>{ link(page, document, object.id) }</h3>
                    <table>
                        <thead><tr><th scope="col">{ "For" }</th><th scope="col">{ "Value" }</th><th scope="col"><span class="hidden">{ "Copy" }</span></th></tr></thead>
                        <tbody>{ for forms(object).into_iter().map(|(target, value)| html! {
                            <tr>
                                <th scope="row">{ target }</th>
                                <td><code>{ &value }</code></td>
                                <td><Copy page={page.clone()} what={format!("{target} of #{}", object.id)} text={value} /></td>
                            </tr>
                        }) }</tbody>
                    </table>
                </section>
            }) }
            if more > 0 { <p class="absent">{ format!("{more} more; the report has all of them.") }</p> }
        </>
    }
}

fn forms(object: &ObjectDocument) -> Vec<(&'static str, String)> {
    let mut forms = Vec::new();
    if let Some(pin) = &object.spki_sha256 {
        forms.push(("Key: Envoy verify_certificate_spki", pin.clone()));
        forms.push(("Key: curl --pinnedpubkey", format!("sha256//{pin}")));
        forms.push(("Key: OkHttp CertificatePinner", format!("sha256/{pin}")));
    }
    if let Some(sha256) = &object.sha256 {
        if object.kind == "certificate" {
            forms.push(("Certificate: Envoy verify_certificate_hash", sha256.clone()));
        }
        forms.push(("Whole encoding: openssl -fingerprint -sha256", with_colons(sha256)));
    }
    forms
}

fn with_colons(hex: &str) -> String {
    let digits: Vec<char> = hex.to_uppercase().chars().collect();
    digits.chunks(2).map(|two| two.iter().collect::<String>()).collect::<Vec<_>>().join(":")
}
