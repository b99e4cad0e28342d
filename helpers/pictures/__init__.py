"""The pictures: what the engine computed, drawn. They know neither networks nor widgets.

`draw_...` returns a finished Figure for a notebook's `Still`. What a lab moves is a class, named ...Picture, in the file
with the lab's name: it draws its still part once and then `show`s any data. Both get numbers and compute none; what they
share (marks, axes, words, the style) is in `kit`.
"""

# ruff: isort: off

# A picture with its sentence, the style of all of them, and numbers in words.
from .kit.still import Still
from .kit.style import use_style
from .kit.words import count, number, percent

# How fast layers learn, and what theory says about it.
from .ratios import draw_predicted_ratios, draw_ratios
from .ratios import draw_ratio_rows, draw_ratios_by_depth, draw_ratios_by_scale
from .training_curves import draw_falls, draw_steps_needed, draw_trainings
from .chain_drawing import draw_chain, draw_common_factors

# Activations, starts and cures.
from .activation import draw_activation
from .bending import draw_activations, draw_outcomes
from .likeness import draw_likeness
from .rates import draw_rates
from .trainable import draw_rule_and_reach, draw_trainable
from .cures import draw_coins, draw_shattered, draw_spreads
from .reach import draw_reach
from .blocks import draw_block_errors, draw_goal_steps, draw_stretches
from .steps_by_cure import draw_cured_steps, draw_frozen_steps

# What a network sees, and the cost around it.
from .digit_images import draw_digits
from .whisper import draw_roads
from .cost_slices import draw_saddle, draw_slices
from .ravine import draw_walks

__all__ = [
    "Still",
    "count",
    "draw_activation",
    "draw_activations",
    "draw_block_errors",
    "draw_chain",
    "draw_coins",
    "draw_common_factors",
    "draw_cured_steps",
    "draw_digits",
    "draw_falls",
    "draw_frozen_steps",
    "draw_goal_steps",
    "draw_likeness",
    "draw_outcomes",
    "draw_predicted_ratios",
    "draw_rates",
    "draw_ratio_rows",
    "draw_ratios",
    "draw_ratios_by_depth",
    "draw_ratios_by_scale",
    "draw_reach",
    "draw_roads",
    "draw_rule_and_reach",
    "draw_saddle",
    "draw_shattered",
    "draw_slices",
    "draw_spreads",
    "draw_steps_needed",
    "draw_stretches",
    "draw_trainable",
    "draw_trainings",
    "draw_walks",
    "number",
    "percent",
    "use_style",
]
