//! What a first visitor needs to know.

use yew::prelude::*;

use crate::icon::{Drawn, Icon};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) on_broken: Callback<MouseEvent>,
    pub(crate) on_corrected: Callback<MouseEvent>,
}

#[component]
pub(crate) fn Welcome(Props { on_broken, on_corrected }: &Props) -> Html {
    html! {
        <div class="welcome">
            <h2>{ "See whether two sides will shake hands, and what every certificate says" }</h2>
            <p>{ "Paste anywhere on this page, or drop files, folders and archives. There is no button to press: what it is gets recognised." }</p>
            <ul class="takes">
                <li><b>{ "Both sides of a connection" }</b>{ ", to see in which TLS stacks they work; or one, to see what a peer may refuse" }</li>
                <li><b>{ "Kubernetes" }</b>{ " Secrets, ConfigMaps and Lists, as YAML or JSON" }</li>
                <li><b>{ "PEM and DER" }</b>{ ": certificates, bundles, keys, requests, revocation lists" }</li>
                <li><b>{ "Fragments" }</b>{ ": base64, hex, a lone tls.crt line, damaged blocks, the digest of a key" }</li>
                <li><b>{ "Archives" }</b>{ ": zip, tar and gzip, unpacked in this tab" }</li>
            </ul>
            <ul class="examples">
                <li><button type="button" class="button primary" onclick={on_broken.clone()}>{ "Load the guide's example" }</button>
                    <small>{ " two Secrets made by a common mTLS guide, with what is wrong in them" }</small></li>
                <li><button type="button" class="button" onclick={on_corrected.clone()}>{ "Load the corrected pair" }</button>
                    <small>{ " the same two Secrets as every TLS stack takes them" }</small></li>
            </ul>
            <section class="promise" aria-labelledby="promise-title">
                <h3 id="promise-title"><Drawn icon={Icon::Shield} />{ "Nothing leaves this page" }</h3>
                <p>{ "Everything is read in this tab. Private keys are masked in the box at once, used only to see whether they match, and wiped when you clear or close." }</p>
                <p>{ "Check it: unplug the network and go on working. Or have the page try to leak, at its foot: there stand its policy, which refuses every connection to other hosts, and the count of requests since it was loaded. Navigation and WebRTC are outside what such a policy covers; this page uses neither." }</p>
            </section>
        </div>
    }
}
