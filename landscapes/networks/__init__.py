"""Losses of small networks: `NETWORKS`, `ACTIVATIONS` and `INITIALISATIONS` are the menus."""

from landscapes.networks.activations import ACTIVATIONS as ACTIVATIONS
from landscapes.networks.activations import Activation as Activation
from landscapes.networks.base import Batch as Batch
from landscapes.networks.base import Dropout as Dropout
from landscapes.networks.base import Examples as Examples
from landscapes.networks.base import Kind as Kind
from landscapes.networks.base import Model as Model
from landscapes.networks.base import Network as Network
from landscapes.networks.base import Params as Params
from landscapes.networks.base import columns as columns
from landscapes.networks.batches import Data as Data
from landscapes.networks.batches import Sample as Sample
from landscapes.networks.batches import Sampler as Sampler
from landscapes.networks.batches import training_data as training_data
from landscapes.networks.initialisations import INITIALISATIONS as INITIALISATIONS
from landscapes.networks.initialisations import Initialisation as Initialisation
from landscapes.networks.measures import Measures as Measures
from landscapes.networks.measures import measure as measure
from landscapes.networks.measures import predict as predict
from landscapes.networks.menu import NETWORKS as NETWORKS
from landscapes.networks.task import LARGEST as LARGEST
from landscapes.networks.task import Task as Task
