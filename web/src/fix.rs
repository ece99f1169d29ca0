//! How a certificate is issued properly, to be copied.

use yew::prelude::*;

use crate::catalogue::to_rule;
use crate::copy::Copy;
use crate::page::Page;
use crate::words::words;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    pub(crate) fix: certlens::reissue::Fix,
}

#[component]
pub(crate) fn FixParts(Props { page, fix }: &Props) -> Html {
    let part = |title: &str, what: &str, text: &str| {
        html! {
            <section>
                <header class="card-head">
                    <h4>{ title.to_owned() }</h4>
                    <Copy page={page.clone()} what={format!("{what} for #{}", fix.object)} label={format!("Copy {what}")} text={text.to_owned()} />
                </header>
                <pre class="report" tabindex="0" role="region" aria-label={format!("{title} for #{}", fix.object)}>{ text.to_owned() }</pre>
            </section>
        }
    };
    html! {
        <details class="section fix">
            <summary>{ "Fix: issue it properly" }</summary>
            <p>{ "Cures " }{ for fix.cures.iter().map(|code| html! { <>{ to_rule(code) }{ " " }</> }) }</p>
            <ul class="sentences">{ for fix.changes.iter().map(|change| html! { <li>{ words(change) }</li> }) }</ul>
            if !fix.gaps.is_empty() {
                <h4>{ "For you to decide" }</h4>
                <ul class="sentences">{ for fix.gaps.iter().map(|gap| html! { <li>{ words(gap) }</li> }) }</ul>
            }
            { part(&fix.file, "the OpenSSL configuration", &fix.config) }
            { part("OpenSSL commands", "the OpenSSL commands", &fix.commands) }
            { part("cert-manager Certificate", "the cert-manager Certificate", &fix.manifest) }
        </details>
    }
}
