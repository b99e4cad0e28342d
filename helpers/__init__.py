"""The helper package of the course "Unstable Gradients".

Numbers flow one way: `engine` computes, `pictures` draw, `labs` join controls to pictures.
"""
