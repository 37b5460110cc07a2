using System.Text.Json.Nodes;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Admission;

/// <summary>One write as admission sees it (admission.k8s.io/v1 AdmissionReview, field names as there).</summary>
/// <param name="Operation"><c>CREATE</c>, <c>UPDATE</c> or <c>DELETE</c>.</param>
/// <param name="Subresource">Empty, or for example <c>ephemeralcontainers</c>.</param>
/// <param name="Object">The object as it would be stored; null on DELETE.</param>
/// <param name="OldObject">The stored object; null on CREATE.</param>
public sealed record AdmissionRequest(
    string Operation,
    string Group,
    string Version,
    string Resource,
    string Subresource,
    string Kind,
    string Namespace,
    string Name,
    JsonObject? Object,
    JsonObject? OldObject,
    UserInfo User,
    bool DryRun);
