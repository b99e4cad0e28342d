"""All exercises of the course, by notebook and number."""

from helpers.engine.tables import Table

from .course import (
    n00_start_here,
    n01_flat_direction,
    n02_by_hand,
    n03_layer_speeds,
    n04_product_of_terms,
    n04b_matrices,
    n05_random_first_layer,
    n06_slow_motion,
    n06b_batch_noise,
    n07_activations,
    n07b_sleeping_neurons,
    n07c_small_numbers,
    n08_initialization,
    n08b_phase_plane,
    n08c_isometry,
    n09_cures,
    n09b_shattered,
    n09c_luck,
    n09d_today,
    n10_time,
    n11_playground,
    n12_answered,
)

NOTEBOOKS = (
    n00_start_here,
    n01_flat_direction,
    n02_by_hand,
    n03_layer_speeds,
    n04_product_of_terms,
    n04b_matrices,
    n05_random_first_layer,
    n06_slow_motion,
    n06b_batch_noise,
    n07_activations,
    n07b_sleeping_neurons,
    n07c_small_numbers,
    n08_initialization,
    n08b_phase_plane,
    n08c_isometry,
    n09_cures,
    n09b_shattered,
    n09c_luck,
    n09d_today,
    n10_time,
    n11_playground,
    n12_answered,
)
ALL = [exercise for notebook in NOTEBOOKS for exercise in notebook.EXERCISES]
EXERCISES = Table("exercise", ALL, aliases={exercise.key.removeprefix("0"): exercise.key for exercise in ALL})
