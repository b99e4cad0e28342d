"""The labs: a live picture each, made by calling one function."""

from .installation import RoundTrip, check_installation
from .landscapes import landscape_lab
from .live import Lab
from .predict import predict_choice, predict_number
from .ravine import ravine_lab
from .speeds import neuron_lab, speed_lab, speedometer_lab
from .weight import weight_lab

LABS = {
    lab.__name__: lab for lab in (speedometer_lab, ravine_lab, landscape_lab, weight_lab, neuron_lab, speed_lab)
}  # every lab of the course, for the tests that drag all controls of all of them

__all__ = ["LABS", "Lab", "RoundTrip", "check_installation", "predict_choice", "predict_number", *LABS]
