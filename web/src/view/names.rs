//! Every name that will be dialled, and the certificates that answer to it; and who each of these is as a client.

use certlens::report::document::InspectionDocument;
use certlens::report::names::{CellDocument, NamedDocument, RowDocument};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::card::link;
use crate::copy::Copy;
use crate::fact::Fact;
use crate::icon::{Drawn, Icon};
use crate::page::Page;
use crate::words::words;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Names(Props { page }: &Props) -> Html {
    let asked = page.state.wanted.asked.clone();
    let generation = page.state.inspected.as_ref().map(|inspected| inspected.generation);
    {
        let page = page.clone();
        use_effect_with((asked.clone(), generation), move |(asked, _)| page.names(asked.clone()));
    }
    let Some((inspected, named)) = page.state.inspected.clone().zip(page.state.named.clone()) else {
        return Html::default();
    };
    let names = &named.document;
    if names.certificates.is_empty() {
        return html! { <p class="absent">{ "There is no certificate here that a name could be dialled for." }</p> };
    }
    let oninput = page.on(|page, event: InputEvent| {
        let asked = event.target_unchecked_into::<HtmlInputElement>().value();
        page.want(|wanted| wanted.asked = asked);
    });
    let document = &inspected.document;
    html! {
        <>
            <section class="card" aria-labelledby="asked-title">
                <h2 id="asked-title"><label for="asked">{ "What will be dialled?" }</label></h2>
                <input id="asked" type="text" value={asked} autocomplete="off" spellcheck="false" aria-describedby="asked-note" {oninput} />
                <small id="asked-note">{ words("Names, addresses and URIs, with blanks between them; a Service as `namespace/name`, by each of its names.") }</small>
                <div role="status">{ for named.problem.as_deref().map(|problem| html! { <p>{ words(&format!("{problem}.")) }</p> }) }</div>
            </section>
            <section class="card" aria-label="Names and certificates">
                // Not a caption: that would be as wide as the table, which may stick out of a phone.
                <p id="names-note" class="absent">{ "Which certificate answers to which name by RFC 9525, which takes a common name for none, and which TLS stacks have it otherwise." }</p>
                <table class="names" aria-labelledby="names-note">
                    <thead><tr>
                        <th scope="col">{ "Name" }</th>
                        { for names.certificates.iter().map(|own| html! { <th scope="col">{ link(page, document, own.object) }</th> }) }
                    </tr></thead>
                    <tbody>{ for names.rows.iter().map(row) }</tbody>
                </table>
                if names.omitted > 0 { <p class="absent">{ format!("{} more names are left out: ask for them above.", names.omitted) }</p> }
                if named.more > 0 { <p class="absent">{ words(&format!("{} more certificates: `certlens names` has all of them.", named.more)) }</p> }
            </section>
            <h2>{ "Who each is as a client" }</h2>
            { for names.certificates.iter().map(|own| client(page, document, own)) }
        </>
    }
}

fn row(row: &RowDocument) -> Html {
    html! {
        <tr>
            <th scope="row"><code>{ &row.name }</code>{ " " }<small>{ words(&row.note) }</small></th>
            { for row.cells.iter().map(cell) }
        </tr>
    }
}

fn cell(cell: &CellDocument) -> Html {
    let (class, icon, word) =
        if cell.is_match { ("pass", Icon::Pass, "Yes") } else { ("undetermined", Icon::Fail, "No") };
    html! { <td><span class={classes!("state", class)}><Drawn {icon} />{ word }</span>{ " " }<small>{ words(&cell.why) }</small></td> }
}

/// The texts on which servers decide who it is.
fn client(page: &Page, document: &InspectionDocument, own: &NamedDocument) -> Html {
    let client = &own.client;
    let said = |label: &'static str, text: &str| {
        html! {
            <Fact {label}>
                <code>{ text.to_owned() }</code>
                <Copy page={page.clone()} what={format!("{label} of #{}", own.object)} text={text.to_owned()} />
            </Fact>
        }
    };
    html! {
        <section class="card" key={own.object}>
            <h3>{ link(page, document, own.object) }</h3>
            <p>{ words(&client.note) }</p>
            <details>
                <summary>{ "What servers see of it" }</summary>
                <dl class="facts">
                    { for client.common_name.iter().map(|name| said("User", name)) }
                    { for (!client.organizations.is_empty()).then(|| said("Groups", &client.organizations.join("\n"))) }
                    { for client.uri.iter().map(|uri| said("URI", uri)) }
                    { said("nginx, Envoy", &client.rfc2253) }
                    { said("nginx, legacy", &client.openssl_legacy) }
                    { said("OpenSSL", &client.openssl) }
                    { said("Java, LDAP", &client.rfc4514) }
                    { said("Envoy XFCC", &client.forwarded_client_cert) }
                </dl>
            </details>
        </section>
    }
}
