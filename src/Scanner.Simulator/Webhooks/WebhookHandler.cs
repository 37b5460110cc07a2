using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Webhooks;

/// <summary>Stands for an admission webhook's server: what it answers to one review; must not change the request.</summary>
public delegate WebhookAnswer WebhookHandler(AdmissionRequest request);
