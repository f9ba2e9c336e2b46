"""What QGIS makes of a server and of a GeoPackage that it exported, as JSON.

Usage: read_qgis.py URL COLLECTION FILTER GEOPACKAGE LAYER MIXED...

LAYER of MIXED has points and areas, which QGIS opens as a layer each.
"""
import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.core import (  # noqa: E402
    Qgis,
    QgsApplication,
    QgsDataSourceUri,
    QgsFeatureRequest,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
)

url, collection, expression, package, styled, *mixed = sys.argv[1:]
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False)
app.initQgis()


def names(layer, request):
    return sorted(str(f["name"]) for f in layer.getFeatures(request))


def drawn(layer):
    """How many pixels of a picture of the layer are not white."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(-11, -11, 31, 31))
    settings.setOutputSize(QSize(210, 210))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return sum(image.pixel(x, y) & 0xFFFFFF != 0xFFFFFF for x in range(210) for y in range(210))


uri = QgsDataSourceUri()
uri.setParam("url", url)
uri.setParam("typename", collection)
layer = QgsVectorLayer(uri.uri(False), collection, "OAPIF")
found = {"version": Qgis.QGIS_VERSION, "valid": layer.isValid()}
if layer.isValid():
    found["crs"] = layer.crs().authid()
    found["editable"] = layer.isEditable() or bool(layer.dataProvider().capabilities() & layer.dataProvider().AddFeatures)
    found["fields"] = {f.name(): f.typeName() or f.type() for f in layer.fields()}
    ids = [(str(f["id"]), f.hasGeometry()) for f in layer.getFeatures()]
    found["read"], found["distinct"], found["placed"] = len(ids), len({i for i, _ in ids}), sum(g for _, g in ids)
    found["boxed"] = len(names(layer, QgsFeatureRequest().setFilterRect(QgsRectangle(45.0, 39.0, 45.105, 39.105))))
    found["filtered"] = names(layer, QgsFeatureRequest().setFilterExpression(expression))
    subset = QgsVectorLayer(uri.uri(False), collection, "OAPIF")
    found["subset"] = subset.setSubsetString(expression) and names(subset, QgsFeatureRequest())

saved = QgsVectorLayer(f"{package}|layername={styled}", styled, "ogr")
found["saved"] = saved.isValid() and saved.featureCount()
if saved.isValid():
    _, default = saved.loadDefaultStyle()
    renderer = saved.renderer()
    found["style"] = default and renderer.type()
    found["legend"] = [item.label() for item in renderer.legendSymbolItems()]
found["mixed"] = []
for file in mixed:
    of = {}
    for kind in ["", "|geometrytype=Point", "|geometrytype=Polygon"]:
        layer = QgsVectorLayer(f"{file}|layername={collection}{kind}", collection, "ogr")
        _, default = layer.loadDefaultStyle()
        of[kind.split("=")[-1]] = drawn(layer) if default else 0
    found["mixed"].append(of)
print(json.dumps(found))
sys.stdout.flush()
os._exit(0)  # without its teardown, which some versions crash in
