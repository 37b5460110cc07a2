namespace Scanner.Core.Admission.Answers;

/// <summary>Which part of the request chain answered.</summary>
public enum Layer : byte
{
    Authorization,
    Mutation,
    Validation,
    PodSecurity,
    SecurityContextConstraints,
    ValidatingAdmissionPolicy,
    Webhook,
}
