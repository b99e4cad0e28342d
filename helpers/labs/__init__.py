"""The labs: a live picture each, made by calling one function.

A file is imported when one of its names is asked for, and not before: `check_installation` can be had, and can name
what is missing, where a package that the labs need is not there.
"""

from importlib import import_module

PUBLIC = {
    "installation": ("RoundTrip", "check_installation"),
    "kit.live": ("Lab",),
    "kit.predict": ("predict_choice", "predict_number", "predict_percent"),
    "kit.exercise": ("exercise", "exercise_help"),
    "progress_panel": ("my_progress",),
    "speeds": ("speedometer_lab", "dials_apart", "neuron_lab", "speed_lab"),
    "ravine": ("ravine_lab",),
    "landscapes": ("landscape_lab",),
    "one_weight": ("weight_lab",),
    "chain": ("chain_lab",),
    "theory": ("theory_lab",),
    "jacobian": ("jacobian_lab",),
    "hiding": ("pixel_lab",),
    "metamers": ("metamer_lab",),
    "whisper": ("whisper_lab",),
    "training": ("training_lab",),
    "cost_slices": ("slice_lab",),
    "gradient_noise": ("noise_lab",),
    "slopes": ("slope_lab",),
    "bending": ("bending_lab",),
    "underflow": ("underflow_lab",),
    "variance": ("variance_lab",),
    "phase": ("phase_lab",),
    "optimizers": ("optimizer_lab",),
    "update_ratios": ("stride_lab",),
    "cures": ("cure_lab",),
    "flow": ("flow_lab",),
    "playground": ("playground_lab",),
    "clinic": ("clinic_lab",),
    "myths": ("myth_lab",),
}  # {file: what it offers}, in the order of the course
FILE = {name: file for file, names in PUBLIC.items() for name in names}

__all__ = ["LABS", *FILE]


def __getattr__(name):
    """Import what is asked for (PEP 562). LABS is every lab by name, for the tests that drag all controls of all of them."""
    if name == "LABS":
        found = {name: __getattr__(name) for name in FILE if name.endswith("_lab")}
    elif name in FILE:
        found = getattr(import_module(f".{FILE[name]}", __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found  # Python asks here only once
    return found


def __dir__():
    return __all__
