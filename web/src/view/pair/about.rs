//! What each stack is: the version, what was recorded of it, and where one meets it.

use certlens::peer::{self, Stack};
use yew::prelude::*;

use crate::words::words;

#[component]
pub(crate) fn About() -> Html {
    let row = |stack: &&'static Stack| {
        html! {
            <tr>
                <th scope="row">{ stack.name }{ " " }<small>{ stack.version }</small></th>
                <td>{ words(stack.recorded) }</td>
                <td>{ words(stack.found_in) }</td>
            </tr>
        }
    };
    html! {
        <details class="card about">
            <summary>{ "What this is true of" }</summary>
            <p>{ "Every verdict is a prediction of what one version of a stack, configured as it was recorded, makes of these files. Other versions and settings may differ; what nothing recorded decides is said to be open." }</p>
            <table tabindex="0" aria-label="The stacks, and what was recorded of each">
                <thead><tr><th scope="col">{ "Stack" }</th><th scope="col">{ "Recorded" }</th><th scope="col">{ "Found in" }</th></tr></thead>
                <tbody>{ for peer::stacks().iter().map(row) }</tbody>
            </table>
        </details>
    }
}
