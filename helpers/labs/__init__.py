"""The labs: a live picture each, made by calling one function."""

from .bending import bending_lab
from .chain import balance_lab, chain_lab
from .cost_slices import slice_lab
from .cures import cure_lab
from .gradient_noise import noise_lab
from .hiding import pixel_lab
from .installation import RoundTrip, check_installation
from .jacobian import jacobian_lab
from .kit.live import Lab
from .kit.predict import predict_choice, predict_number
from .landscapes import landscape_lab
from .metamers import metamer_lab
from .one_weight import weight_lab
from .optimizers import optimizer_lab
from .phase import phase_lab
from .ravine import ravine_lab
from .slopes import slope_lab
from .speeds import neuron_lab, speed_lab, speedometer_lab
from .theory import theory_lab
from .training import training_lab
from .underflow import underflow_lab
from .update_ratios import stride_lab
from .variance import variance_lab
from .whisper import whisper_lab

LABS = {
    lab.__name__: lab
    for lab in (
        speedometer_lab,
        ravine_lab,
        landscape_lab,
        weight_lab,
        neuron_lab,
        speed_lab,
        chain_lab,
        balance_lab,
        theory_lab,
        jacobian_lab,
        pixel_lab,
        metamer_lab,
        whisper_lab,
        training_lab,
        slice_lab,
        noise_lab,
        slope_lab,
        bending_lab,
        underflow_lab,
        variance_lab,
        phase_lab,
        optimizer_lab,
        stride_lab,
        cure_lab,
    )
}  # every lab of the course, for the tests that drag all controls of all of them

__all__ = ["LABS", "Lab", "RoundTrip", "check_installation", "predict_choice", "predict_number", *LABS]
