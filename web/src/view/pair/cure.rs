//! What cures the pair, to be copied.

use certlens::peer::Cure;
use certlens::report::pair::headline;
use yew::prelude::*;

use crate::copy::Copy;
use crate::page::Page;
use crate::words::words;

/// The changes, what remains after them, and the lines that make them.
pub(super) fn cure(page: &Page, cure: &Cure) -> Html {
    let sentences = |sentences: &[String]| {
        html! { <ul class="sentences">{ for sentences.iter().map(|sentence| html! { <li>{ words(sentence) }</li> }) }</ul> }
    };
    let lines = |title: &'static str, text: &str| {
        if text.is_empty() {
            return Html::default();
        }
        html! {
            <section>
                <header class="card-head">
                    <h3>{ title }</h3>
                    <Copy page={page.clone()} what={format!("the lines for {title} that cure the pair")} label="Copy the lines" text={text.to_owned()} />
                </header>
                <pre class="report" tabindex="0" role="region" aria-label={format!("{title} lines that cure the pair")}>{ text.to_owned() }</pre>
            </section>
        }
    };
    html! {
        <section class="card" aria-labelledby="cure-title">
            <h2 id="cure-title">{ "What cures it" }</h2>
            <p>{ words(headline(cure)) }</p>
            { sentences(&cure.changes) }
            { sentences(&cure.remaining) }
            { lines("OpenSSL", &cure.openssl) }
            { lines("cert-manager", &cure.cert_manager) }
        </section>
    }
}
