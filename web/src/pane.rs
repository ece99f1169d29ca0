//! A list of rows of one height, of which only those in sight are drawn.

use std::ops::Range;

use web_sys::HtmlElement;
use yew::prelude::*;

/// Rows drawn at once: more than fit into the tallest pane, with some to spare on both sides.
const DRAWN: usize = 48;
/// What is drawn moves in steps of so many rows, so that not every pixel draws anew.
const STEP: usize = 8;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) class: &'static str,
    pub(crate) label: AttrValue,
    #[prop_or("region")]
    pub(crate) role: &'static str,
    /// How many rows there are.
    pub(crate) rows: usize,
    /// The height of a row in pixels, as the style sheet has it.
    pub(crate) height: usize,
    /// A row to be brought into sight when it changes.
    #[prop_or_default]
    pub(crate) sought: Option<usize>,
    /// The id of the element that arrow keys have reached.
    #[prop_or_default]
    pub(crate) active: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) onkeydown: Callback<KeyboardEvent>,
    #[prop_or_default]
    pub(crate) onclick: Callback<MouseEvent>,
    pub(crate) draw: Callback<Range<usize>, Html>,
}

#[component]
pub(crate) fn Pane(props: &Props) -> Html {
    let Props { rows, height, sought, .. } = *props;
    let top = use_state_eq(|| 0_usize);
    let pane = use_node_ref();
    let spacer = use_node_ref();
    let window = use_node_ref();
    let first = (*top).min(rows.saturating_sub(DRAWN));
    {
        // The policy of the page refuses style attributes.
        let (spacer, window) = (spacer.clone(), window.clone());
        use_effect_with((rows * height, first * height), move |(whole, above)| {
            set(&spacer, "height", *whole);
            set(&window, "top", *above);
        });
    }
    {
        let pane = pane.clone();
        use_effect_with(sought, move |sought| {
            if let Some(row) = sought {
                bring_into_sight(&pane, row * height, height);
            }
        });
    }
    let onscroll = Callback::from(move |event: Event| {
        let scrolled = event.target_unchecked_into::<HtmlElement>().scroll_top();
        let row = usize::try_from(scrolled).unwrap_or_default() / height.max(1);
        top.set(row.saturating_sub(STEP) / STEP * STEP);
    });
    html! {
        <div
            ref={pane}
            class={classes!("pane", props.class)}
            role={props.role}
            tabindex="0"
            aria-label={&props.label}
            aria-activedescendant={props.active.clone()}
            onkeydown={&props.onkeydown}
            onclick={&props.onclick}
            {onscroll}
        >
            <div class="spacer" ref={spacer} role="presentation">
                <div class="window" ref={window} role="presentation">
                    { props.draw.emit(first..(first + DRAWN).min(rows)) }
                </div>
            </div>
        </div>
    }
}

fn set(node: &NodeRef, property: &str, pixels: usize) {
    let style = node.cast::<HtmlElement>().map(|element| element.style());
    if let Some(Err(error)) = style.map(|style| style.set_property(property, &format!("{pixels}px"))) {
        web_sys::console::error_1(&error);
    }
}

/// Scrolls so that the row stands in the upper third, unless it is in sight.
fn bring_into_sight(pane: &NodeRef, above: usize, height: usize) {
    let Some(pane) = pane.cast::<HtmlElement>() else { return };
    let pixels = |pixels: usize| i32::try_from(pixels).unwrap_or(i32::MAX);
    let (above, below) = (pixels(above), pixels(above + height));
    let scrolled = pane.scroll_top();
    if above < scrolled || below > scrolled.saturating_add(pane.client_height()) {
        pane.set_scroll_top(above.saturating_sub(pane.client_height() / 3));
    }
}
