//! How to compare a private key without pasting it.

use yew::prelude::*;

use crate::copy::Copy;
use crate::page::Page;

/// What one wants, and the command. Each prints something that may be pasted here instead of the key.
const WAYS: [(&str, &str); 4] = [
    (
        "A Secret without its key",
        "kubectl get secret NAME -n NAMESPACE -o json | jq 'del(.data[\"tls.key\"], .metadata.annotations)'",
    ),
    (
        "The digest of a key in a Secret",
        "kubectl get secret NAME -n NAMESPACE -o jsonpath='{.data.tls\\.key}' | base64 -d | openssl pkey -pubout -outform der | openssl dgst -sha256",
    ),
    ("The digest of a key in a file", "openssl pkey -in tls.key -pubout -outform der | openssl dgst -sha256"),
    ("The public half of a key", "openssl pkey -in tls.key -pubout"),
];

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn KeyHelp(Props { page }: &Props) -> Html {
    let way = |(what, command): (&'static str, &'static str)| {
        html! {
            <li>
                <span>{ what }<Copy page={page.clone()} what={format!("the command: {}", what.to_lowercase())} text={command} /></span>
                <code>{ command }</code>
            </li>
        }
    };
    html! {
        <details class="key-help">
            <summary>{ "Compare a key without pasting it" }</summary>
            <p>{ "Paste what one of these prints, beside the certificate: the digest of a key, or its public half, says as well which certificate the key belongs to." }</p>
            <ul>{ for WAYS.into_iter().map(way) }</ul>
        </details>
    }
}
