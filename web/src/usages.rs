//! What a certificate's key may be used for: a table for each role.

use certlens::peer::Role;
use certlens::usages::{BitState, ExchangeUsage, PurposeState, RoleUsages, Usages};
use yew::prelude::*;

use crate::icon::{Drawn, Icon};
use crate::words::words;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) usages: Usages,
}

#[component]
pub(crate) fn UsageTables(Props { usages }: &Props) -> Html {
    html! {
        <details class="section usages">
            <summary>{ "Usages by role and key exchange" }</summary>
            { for usages.roles.iter().map(role) }
            { for usages.notes.iter().map(|note| html! { <p>{ words(note) }</p> }) }
        </details>
    }
}

fn role(own: &RoleUsages) -> Html {
    let name = match own.role {
        Role::Server => "As a server's",
        Role::Client => "As a client's",
    };
    let is_excluded = own.purpose.state == PurposeState::NotListed;
    html! {
        <section>
            <h4>{ name }</h4>
            <p>{ words(&own.purpose.message) }</p>
            { for own.purpose.issuers.iter().map(|issuer| html! { <p>{ words(&issuer.message) }</p> }) }
            if !is_excluded && !own.exchanges.is_empty() {
                // It scrolls where the window is narrow, and has nothing in it that takes the focus.
                <table tabindex="0" aria-label={format!("{name} usages")}>
                    <thead><tr>
                        <th scope="col">{ "Key exchange" }</th>
                        <th scope="col">{ "Needs" }</th>
                        <th scope="col">{ "Found" }</th>
                        <th scope="col">{ "Looked at by" }</th>
                    </tr></thead>
                    <tbody>{ for own.exchanges.iter().map(exchange) }</tbody>
                </table>
            }
        </section>
    }
}

fn exchange(own: &ExchangeUsage) -> Html {
    let (class, icon) = match (own.state, own.refused_by.is_empty()) {
        (BitState::Present | BitState::Unrestricted, _) => ("pass", Icon::Pass),
        (BitState::Unreadable, _) => ("undetermined", Icon::Undetermined),
        (BitState::Missing, true) => ("notice", Icon::Notice),
        (BitState::Missing, false) => ("error", Icon::Fail),
    };
    let looked = if own.enforced_by.is_empty() {
        "None of the eight tried".to_owned()
    } else {
        own.enforced_by.join(", ")
    };
    html! {
        <tr>
            <th scope="row">{ &own.label }</th>
            <td><code>{ &own.needed }</code></td>
            <td><span class={classes!("state", class)}><Drawn {icon} /></span>{ " " }{ words(&own.message) }</td>
            <td>{ looked }</td>
        </tr>
    }
}
